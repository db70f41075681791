using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>State of a neighbour entry (<c>NUD_*</c> of linux/neighbour.h).</summary>
public enum NeighbourState
{
    /// <summary>None yet.</summary>
    None,

    /// <summary>Being resolved.</summary>
    Incomplete,

    /// <summary>Confirmed lately.</summary>
    Reachable,

    /// <summary>Not confirmed lately, used until proved wrong.</summary>
    Stale,

    /// <summary>Used, about to be probed.</summary>
    Delay,

    /// <summary>Being probed.</summary>
    Probe,

    /// <summary>Does not answer.</summary>
    Failed,

    /// <summary>Needs no resolution.</summary>
    Noarp,

    /// <summary>Set by somebody.</summary>
    Permanent,
}

/// <summary>An entry of a neighbour table (ARP, NDP), as RTM_GETNEIGH gives it. Its state is a timer's business and makes no revision.</summary>
public sealed record Neighbour
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>ifindex of its link.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>IPv4 or IPv6 address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>MAC address; null while it is not known, and for links that have none.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>State.</summary>
    public NeighbourState State { get; init; }

    /// <summary>NetApi's host answers for this address (<c>NTF_PROXY</c>).</summary>
    public bool IsProxy { get; init; }

    /// <summary>The neighbour is a router (<c>NTF_ROUTER</c>, IPv6).</summary>
    public bool IsRouter { get; init; }

    /// <summary>Another program keeps it (<c>NTF_EXT_LEARNED</c>), as Docker does in an overlay network.</summary>
    public bool IsExternallyLearned { get; init; }
}
