using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A route of the host's namespace, as RTM_GETROUTE gives it.</summary>
public sealed record Route
{
    /// <summary>Destination; 0.0.0.0/0 or ::/0 for a default route.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>Next hop; null where the destination is on the link, and where there are several.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>ifindex of the outgoing link; null for routes without one (blackhole, unreachable), and where several next hops leave by different links.</summary>
    public int? LinkIndex { get; init; }

    /// <summary>Whether the kernel spreads packets over several next hops (<c>RTA_MULTIPATH</c>).</summary>
    public bool HasSeveralNextHops { get; init; }

    /// <summary>Routing table, 32 bits (<c>RTA_TABLE</c>): 254 main, 255 local, 253 default.</summary>
    public required uint Table { get; init; }

    /// <summary>The kernel's type number (<c>RTN_*</c>): 1 unicast, 2 local, 3 broadcast, 6 blackhole, 7 unreachable, 8 prohibit.</summary>
    public required byte Type { get; init; }

    /// <summary>Metric; the lowest wins (0 where the kernel names none).</summary>
    public uint Metric { get; init; }

    /// <summary>Preferred source address; null where the kernel chooses.</summary>
    public IPAddress? PreferredSource { get; init; }
}
