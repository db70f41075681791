using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A rule of the routing policy database (ip-rule(8)), as RTM_GETRULE gives it.</summary>
public sealed record RoutingRule
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>Whether it is about IPv6; else IPv4.</summary>
    public required bool IsIpv6 { get; init; }

    /// <summary>Priority; the lowest is asked first.</summary>
    public required uint Priority { get; init; }

    /// <summary>What it does, in the words of ip-rule(8): <c>table</c>, <c>goto</c>, <c>nop</c>, <c>blackhole</c>, <c>unreachable</c>, <c>prohibit</c>, or its number.</summary>
    public required string Action { get; init; }

    /// <summary>Table that is looked up (32 bits); 0 where the action is another.</summary>
    public uint Table { get; init; }

    /// <summary>Matches what does not fit the conditions (<c>not</c>).</summary>
    public bool IsInverted { get; init; }

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
    public byte Tos { get; init; }

    /// <summary>IP protocol number; null for any.</summary>
    public byte? IpProtocol { get; init; }

    /// <summary>Source ports; null for any.</summary>
    public PortRange? SourcePorts { get; init; }

    /// <summary>Destination ports; null for any.</summary>
    public PortRange? DestinationPorts { get; init; }

    /// <summary>User ids of the sender; null for any.</summary>
    public UidRange? Uids { get; init; }

    /// <summary>Table of the link's VRF is used (<c>l3mdev</c>).</summary>
    public bool IsL3mdev { get; init; }

    /// <summary>Results whose prefix has at most this length are passed over (<c>suppress_prefixlength</c>); null where none are.</summary>
    public uint? SuppressPrefixLength { get; init; }

    /// <summary>Priority of the rule that <c>goto</c> leads to; null for other actions.</summary>
    public uint? Goto { get; init; }

    /// <summary>Who made it, as <see cref="Route.Protocol"/>.</summary>
    public string Protocol { get; init; } = "";
}

/// <summary>A range of ports.</summary>
/// <param name="First">First, 0 to 65535.</param>
/// <param name="Last">Last, not below <paramref name="First"/>.</param>
public sealed record PortRange(ushort First, ushort Last);

/// <summary>A range of user ids.</summary>
/// <param name="First">First.</param>
/// <param name="Last">Last, not below <paramref name="First"/>.</param>
public sealed record UidRange(uint First, uint Last);
