using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A route of a namespace, as RTM_GETROUTE gives it.</summary>
public sealed record Route
{
    /// <summary>The namespace it is in.</summary>
    public NetnsId Namespace { get; init; }

    /// <summary>Destination; 0.0.0.0/0 or ::/0 for a default route.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>Next hop; null where the destination is on the link, and where there are several.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>ifindex of the outgoing link; null for routes without one (blackhole, unreachable), and where several next hops leave by different links.</summary>
    public int? LinkIndex { get; init; }

    /// <summary>Whether the kernel spreads packets over several next hops (<c>RTA_MULTIPATH</c>).</summary>
    public bool HasSeveralNextHops { get; init; }

    /// <summary>Each of several next hops, in the kernel's order; empty where there is one or none.</summary>
    public ValueList<NextHop> NextHops { get; init; }

    /// <summary>Routing table, 32 bits (<c>RTA_TABLE</c>): 254 main, 255 local, 253 default.</summary>
    public required uint Table { get; init; }

    /// <summary>The kernel's type number (<c>RTN_*</c>): 1 unicast, 2 local, 3 broadcast, 6 blackhole, 7 unreachable, 8 prohibit.</summary>
    public required byte Type { get; init; }

    /// <summary>Who made it, in the words of ip-route(8): <c>kernel</c>, <c>boot</c>, <c>static</c>, <c>ra</c>, <c>dhcp</c> …, or its number.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>How far the destination is: <c>global</c>, <c>site</c>, <c>link</c>, <c>host</c>, <c>nowhere</c>, or its number.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Metric; the lowest wins (0 where the kernel names none).</summary>
    public uint Metric { get; init; }

    /// <summary>Type of service that a packet must have; 0 for any.</summary>
    public byte Tos { get; init; }

    /// <summary>Subnet that a packet's source must be in (IPv6); null for any.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>Preferred source address; null where the kernel chooses.</summary>
    public IPAddress? PreferredSource { get; init; }

    /// <summary>Id of the nexthop object it uses (ip-nexthop(8)); null where it uses none.</summary>
    public uint? NextHopId { get; init; }

    /// <summary>Flags in the words of ip-route(8), in its order: <c>dead</c>, <c>onlink</c>, <c>pervasive</c>, <c>offload</c>, <c>trap</c>, <c>notify</c>, <c>linkdown</c>, <c>unresolved</c>, <c>rt_offload</c>, <c>rt_trap</c>.</summary>
    public ValueList<string> Flags { get; init; }
}

/// <summary>One of several next hops of a route.</summary>
/// <param name="Gateway">Next hop; null where the destination is on the link.</param>
/// <param name="LinkIndex">ifindex of the outgoing link.</param>
/// <param name="Weight">Share of the packets, 1 to 256.</param>
/// <param name="Flags">As <see cref="Route.Flags"/>, of this hop.</param>
public sealed record NextHop(IPAddress? Gateway, int LinkIndex, int Weight, ValueList<string> Flags);
