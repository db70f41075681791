using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>A DNAT rule and where it sends a packet.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Address">New destination; null where the rule names a range or keeps it.</param>
/// <param name="Port">New port; null where the rule names a range or keeps it.</param>
public sealed record DnatRule(Rule Rule, IPAddress? Address, int? Port);

/// <summary>Questions about the nat and filter tables that the way to a container and back asks.</summary>
public static class NatRules
{
    /// <summary>
    /// DNAT rules, in order, for packets to a host address and port: those that PREROUTING or OUTPUT lead to and whose <c>-d</c>, <c>-p</c> and
    /// <c>--dport</c> take it. Other conditions, such as <c>! -i docker0</c>, may still let a packet pass by.
    /// </summary>
    /// <param name="firewall">The firewall.</param>
    /// <param name="hostAddress">An address, or 0.0.0.0 or :: for a rule that takes every address of the family.</param>
    /// <param name="hostPort">Port.</param>
    /// <param name="protocol">Transport.</param>
    public static IEnumerable<DnatRule> Dnat(this FirewallObservation firewall, IPAddress hostAddress, int hostPort, TransportProtocol protocol)
    {
        var family = FamilyOf(hostAddress);
        var isAny = hostAddress.Equals(IPAddress.Any) || hostAddress.Equals(IPAddress.IPv6Any);
        var flow = new FlowPattern { Destination = isAny ? null : hostAddress, Protocol = protocol, DestinationPort = hostPort };
        return firewall.Walk(family, "nat", "PREROUTING").Concat(firewall.Walk(family, "nat", "OUTPUT"))
            .DistinctBy(r => (r.Chain, r.Number, r.Text))
            .Where(r => r.Target == "DNAT" && r.Takes(flow) != false)
            .Where(r => !isAny || !r.Options.Any(o => o.Name == "-d"))
            .Select(ToDnat);
    }

    /// <summary>The first MASQUERADE or SNAT rule that takes every connection from <paramref name="source"/> that leaves by <paramref name="outLink"/>; null where none does.</summary>
    public static Rule? SourceNat(this FirewallObservation firewall, IPAddress source, string outLink)
    {
        var flow = new FlowPattern { Source = source, OutLink = outLink };
        return firewall.Walk(FamilyOf(source), "nat", "POSTROUTING")
            .FirstOrDefault(r => r.Target is "MASQUERADE" or "SNAT" && r.Takes(flow) == true);
    }

    /// <summary>The first rule FORWARD leads to that accepts the first packet of <paramref name="flow"/> for sure; null where none does. A DROP before it is not looked for.</summary>
    public static Rule? ForwardAccept(this FirewallObservation firewall, IpFamily family, FlowPattern flow) =>
        firewall.Walk(family, "filter", "FORWARD").FirstOrDefault(r => r.Target == "ACCEPT" && r.Takes(flow) == true);

    /// <summary>The policy of FORWARD: DROP where one backend drops, ACCEPT where none does; null where the table could not be read.</summary>
    public static string? ForwardPolicy(this FirewallObservation firewall, IpFamily family)
    {
        var policies = firewall.RuleSets.Where(s => s.Family == family).Select(s => s.FindTable("filter")?.FindChain("FORWARD")?.Policy).ToList();
        return policies.Contains("DROP") ? "DROP" : firewall.Covers(family, "filter") ? "ACCEPT" : null;
    }

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
