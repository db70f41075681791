using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Routes;
using NetApi.Topology;

namespace NetApi.RoutingRules;

/// <summary>A rule of the routing policy database (ip-rule(8)): which table is looked up for which packets.</summary>
public sealed record RoutingRuleResource
{
    /// <summary>The namespace it is in.</summary>
    public required NamespaceRef? Namespace { get; init; }

    /// <summary>The container whose namespace that is; null for other namespaces.</summary>
    public ContainerRef? Container { get; init; }

    /// <summary>IP version.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>Priority; the lowest is asked first.</summary>
    public required uint Priority { get; init; }

    /// <summary>What it does, in the words of ip-rule(8): <c>table</c>, <c>goto</c>, <c>nop</c>, <c>blackhole</c>, <c>unreachable</c>, <c>prohibit</c>, or its number.</summary>
    public required string Action { get; init; }

    /// <summary>Table that is looked up; null for other actions, and where that of a VRF is used.</summary>
    public TableRef? Table { get; init; }

    /// <summary>Priority of the rule that <c>goto</c> leads to; null for other actions.</summary>
    public uint? Goto { get; init; }

    /// <summary>Matches what does not fit the conditions.</summary>
    public required bool Inverted { get; init; }

    /// <summary>Source; null for any.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>Destination; null for any.</summary>
    public IPNetwork? Destination { get; init; }

    /// <summary>Incoming link by name; null for any.</summary>
    public string? IncomingLink { get; init; }

    /// <summary>Outgoing link by name; null for any.</summary>
    public string? OutgoingLink { get; init; }

    /// <summary>Firewall mark; null for any.</summary>
    public uint? Mark { get; init; }

    /// <summary>Bits of the mark that count; null where all do or no mark is asked for.</summary>
    public uint? MarkMask { get; init; }

    /// <summary>Type of service; 0 for any.</summary>
    public required int Tos { get; init; }

    /// <summary>IP protocol number; null for any.</summary>
    public int? IpProtocol { get; init; }

    /// <summary>Source ports; null for any.</summary>
    public PortRange? SourcePorts { get; init; }

    /// <summary>Destination ports; null for any.</summary>
    public PortRange? DestinationPorts { get; init; }

    /// <summary>User ids of the sender; null for any.</summary>
    public UidRange? Uids { get; init; }

    /// <summary>The table of the link's VRF is used (<c>l3mdev</c>).</summary>
    public required bool L3mdev { get; init; }

    /// <summary>Results whose prefix has at most this length are passed over; null where none are.</summary>
    public uint? SuppressPrefixLength { get; init; }

    /// <summary>Who made it, in the words of ip-route(8), or its number.</summary>
    public required string Protocol { get; init; }

    /// <summary>The rule as the state shows it.</summary>
    internal static RoutingRuleResource Of(RoutingRule rule, HostIndex index) => new()
    {
        Namespace = NamespaceRef.Of(index.Namespace(rule.Namespace)),
        Container = ContainerRef.Of(index.ContainerIn(rule.Namespace)),
        Family = rule.IsIpv6 ? IpFamily.Ipv6 : IpFamily.Ipv4,
        Priority = rule.Priority,
        Action = rule.Action,
        Table = rule.Table == 0 ? null : TableRef.Of(rule.Table),
        Goto = rule.Goto,
        Inverted = rule.IsInverted,
        Source = rule.Source,
        Destination = rule.Destination,
        IncomingLink = rule.IncomingLink,
        OutgoingLink = rule.OutgoingLink,
        Mark = rule.Mark,
        MarkMask = rule.MarkMask,
        Tos = rule.Tos,
        IpProtocol = rule.IpProtocol,
        SourcePorts = rule.SourcePorts,
        DestinationPorts = rule.DestinationPorts,
        Uids = rule.Uids,
        L3mdev = rule.IsL3mdev,
        SuppressPrefixLength = rule.SuppressPrefixLength,
        Protocol = rule.Protocol,
    };

    /// <summary>Sorts rules as the kernel asks them: by namespace, family and priority; what follows tells apart those of one priority.</summary>
    internal static string KeyOf(RoutingRule rule, HostIndex index) => string.Create(CultureInfo.InvariantCulture,
        $"{PlaceFilter.KeyOf(index, rule.Namespace)}/{(rule.IsIpv6 ? '6' : '4')}/{rule.Priority:D10}/{rule.Action}/{rule.Table:D10}/{rule.Goto}/{rule.IsInverted}/{rule.Source}/{rule.Destination}/{rule.IncomingLink}/{rule.OutgoingLink}/{rule.Mark}/{rule.MarkMask}/{rule.Tos}/{rule.IpProtocol}/{rule.SourcePorts?.First}-{rule.SourcePorts?.Last}/{rule.DestinationPorts?.First}-{rule.DestinationPorts?.Last}/{rule.Uids?.First}-{rule.Uids?.Last}/{rule.IsL3mdev}/{rule.SuppressPrefixLength}/{rule.Protocol}");
}
