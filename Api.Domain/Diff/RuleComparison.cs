using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A rule of the routing policy database.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="IsIpv6">Whether it is about IPv6; else IPv4.</param>
/// <param name="Priority">Priority; the lowest is asked first.</param>
/// <param name="Text">What it matches and does, in the words of ip-rule(8): <c>from 10.0.0.0/8 lookup 100</c>.</param>
public sealed record RuleView(string Namespace, bool IsIpv6, uint Priority, string Text) : IPlacedView;

/// <summary>Rules by family and priority. Each namespace comes and goes with the kernel's own.</summary>
internal sealed class RuleComparison() : EntityComparison<RuleView>(ChangeEntity.Rule)
{
    protected override IEnumerable<Keyed<RuleView>> Read(Side side, Side other) =>
        from rule in side.Read.Rules
        let view = new RuleView(side.PlaceOf(rule.Namespace), rule.IsIpv6, rule.Priority, string.Join(' ', Words(rule)))
        select new Keyed<RuleView>($"{view.Namespace}/{Family(view)}/{view.Priority}", view.Text, view);

    protected override bool Shows(Side side, RuleView view) => side.SawPlace(view.Namespace) && side.SawDetails && (side.HasPlace(view.Namespace) || !IsImplied(view));

    protected override string Added(RuleView after, Side from) => $"{InWords(after)} {after.Text} was added";

    protected override string Removed(RuleView before, Side to) => $"{InWords(before)} {before.Text} is gone";

    protected override string Changed(RuleView before, RuleView after) => $"{InWords(after)} is now {after.Text} (was {before.Text})";

    // fib_default_rules_init, fib6_rules_net_init.
    internal static bool IsImplied(RuleView rule) =>
        (rule.Priority, rule.Text) is (0, "from all lookup local") or (32766, "from all lookup main") or (32767, "from all lookup default");

    private static string InWords(RuleView rule) => $"{(rule.IsIpv6 ? "IPv6" : "IPv4")} rule {rule.Priority}{Place.Suffix(rule.Namespace)}";

    private static string Family(RuleView rule) => rule.IsIpv6 ? "ipv6" : "ipv4";

    // As `ip rule` prints them, but for masks and the number of the protocol.
    private static IEnumerable<string> Words(RoutingRule rule)
    {
        if (rule.IsInverted)
            yield return "not";
        yield return $"from {rule.Source?.ToString() ?? "all"}";
        if (rule.Destination is { } destination)
            yield return $"to {destination}";
        if (rule.Tos != 0)
            yield return $"tos 0x{rule.Tos:x2}";
        if (rule.Mark is { } mark)
            yield return rule.MarkMask is { } mask ? $"fwmark 0x{mark:x}/0x{mask:x}" : $"fwmark 0x{mark:x}";
        if (rule.IncomingLink is { } incoming)
            yield return $"iif {incoming}";
        if (rule.OutgoingLink is { } outgoing)
            yield return $"oif {outgoing}";
        if (rule.Uids is { } uids)
            yield return $"uidrange {uids.First}-{uids.Last}";
        if (rule.IpProtocol is { } protocol)
            yield return $"ipproto {protocol}";
        if (rule.SourcePorts is { } source)
            yield return $"sport {source.First}-{source.Last}";
        if (rule.DestinationPorts is { } ports)
            yield return $"dport {ports.First}-{ports.Last}";
        yield return Does(rule);
        if (rule.SuppressPrefixLength is { } length)
            yield return $"suppress_prefixlength {length}";
        if (rule.Protocol is not ("" or "kernel"))
            yield return $"proto {rule.Protocol}";
    }

    private static string Does(RoutingRule rule) => rule switch
    {
        { IsL3mdev: true } => "lookup [l3mdev-table]",
        { Goto: { } target } => $"goto {target}",
        { Action: "table" } => $"lookup {RouteWords.Table(rule.Table)}",
        _ => rule.Action,
    };
}
