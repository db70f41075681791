using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>A DNAT rule and where it sends a packet.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Address">New destination; null where the rule names a range or keeps it.</param>
/// <param name="Port">New port; null where the rule names a range or keeps it.</param>
public sealed record DnatRule(Rule Rule, IPAddress? Address, int? Port)
{
    /// <summary>An earlier rule that may take the packet, so that it does not meet this one; null for none.</summary>
    public Rule? Earlier { get; init; }
}

/// <summary>Questions about the nat table that the way to a container and back asks.</summary>
public static class NatRules
{
    /// <summary>
    /// DNAT rules, in order, for packets to a host address and port: those that PREROUTING or OUTPUT may lead to and whose <c>-d</c>, <c>-p</c> and
    /// <c>--dport</c> take it. Other conditions, such as <c>! -i docker0</c>, may still let a packet pass by.
    /// </summary>
    /// <param name="firewall">The firewall.</param>
    /// <param name="hostAddress">An address, or 0.0.0.0 or :: for a rule that takes every address of the family.</param>
    /// <param name="hostPort">Port.</param>
    /// <param name="protocol">Transport.</param>
    /// <param name="inLink">Link a packet from outside comes in on; null for any.</param>
    public static IEnumerable<DnatRule> Dnat(
        this FirewallObservation firewall, IPAddress hostAddress, int hostPort, TransportProtocol protocol, string? inLink = null)
    {
        var family = FamilyOf(hostAddress);
        var isAny = hostAddress.Equals(IPAddress.Any) || hostAddress.Equals(IPAddress.IPv6Any);
        var flow = new FlowPattern { Destination = isAny ? null : hostAddress, Protocol = protocol, DestinationPort = hostPort, InLink = inLink };
        // What the host sends itself came in on no link: -i takes none of it, and ! -i all.
        return firewall.Decide(family, "nat", "PREROUTING", flow).Concat(firewall.Decide(family, "nat", "OUTPUT", flow with { InLink = "" }))
            .SelectMany(DnatRules)
            .Where(d => !isAny || !d.Rule.Options.Any(o => o.Name == "-d"))
            .DistinctBy(d => (d.Rule.Chain, d.Rule.Number, d.Rule.Text));
    }

    /// <summary>What decides about the source of connections from <paramref name="source"/> that leave by <paramref name="outLink"/>: of several backends the one that surely changes it.</summary>
    public static ChainDecision SourceNat(this FirewallObservation firewall, IPAddress source, string outLink)
    {
        var flow = new FlowPattern { Source = source, OutLink = outLink };
        return firewall.Decide(FamilyOf(source), "nat", "POSTROUTING", flow)
            .Select(d => d with { Maybe = [.. d.Maybe.Where(r => !IsToItself(r, source))] })
            .OrderByDescending(d => d.Sure.ChangesSource())
            .FirstOrDefault(d => !d.Rules.IsEmpty) ?? new ChainDecision([], null, null);
    }

    /// <summary>Whether it is a rule that gives connections another source.</summary>
    public static bool ChangesSource([NotNullWhen(true)] this Rule? rule) => rule?.Target is "MASQUERADE" or "SNAT" or "NETMAP";

    // For each published port the engine masquerades what a container sends to itself by way of the host; nothing of that leaves.
    private static bool IsToItself(Rule rule, IPAddress source) =>
        rule.Options.Any(o => o is { Name: "-d", Negated: false } && o.Value.Split('/') is [var to, "32" or "128"] && to == source.ToString());

    private static IEnumerable<DnatRule> DnatRules(ChainDecision decision) =>
        from rule in decision.Rules
        where rule.Target == "DNAT"
        select ToDnat(rule) with { Earlier = decision.Rules[0] is var first && first != rule ? first : null };

    /// <summary>The family an address belongs to.</summary>
    public static IpFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? IpFamily.V4 : IpFamily.V6;

    // 172.17.0.2:80, 172.17.0.2, :80, [fd00::2]:80, fd00::2; ranges (a-b, 80-90, 80-90/8000) give no single destination.
    private static DnatRule ToDnat(Rule rule)
    {
        var text = rule.TargetOptions.FirstOrDefault(o => o.Name == "--to-destination")?.Value ?? "";
        // IPAddress would take [fd00::2]:80 whole and lose the port.
        if (!text.StartsWith('[') && IPAddress.TryParse(text, out var whole))
            return new DnatRule(rule, whole, null);
        var colon = text.LastIndexOf(':');
        _ = IPAddress.TryParse(colon < 0 ? text : text[..colon].Trim('[', ']'), out var address);
        var hasPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return new DnatRule(rule, address, colon >= 0 && hasPort ? port : null);
    }
}
