using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>What an edge says. Its source is what hangs on its target.</summary>
public enum EdgeKind
{
    /// <summary>A link or container is in a namespace, a published port on the host.</summary>
    In,

    /// <summary>A link is enslaved to a bridge, bond or team.</summary>
    Enslaved,

    /// <summary>Two veth ends, each the other's peer.</summary>
    Peer,

    /// <summary>A vlan, macvlan, ipvlan … sits on its parent.</summary>
    Parent,

    /// <summary>A container is attached to a network.</summary>
    Attached,

    /// <summary>A network is carried by a bridge, a parent link or an overlay's hidden namespace.</summary>
    CarriedBy,

    /// <summary>A published port is forwarded to a container.</summary>
    Forwards,
}

/// <summary>An edge of the graph. Both its ends are nodes of the same graph.</summary>
public sealed record GraphEdge
{
    /// <summary>Id, unique in the graph: kind, source and target.</summary>
    public required string Id { get; init; }

    /// <summary>What it says.</summary>
    public required EdgeKind Kind { get; init; }

    /// <summary>Id of the node it starts from.</summary>
    public required string Source { get; init; }

    /// <summary>Id of the node it leads to.</summary>
    public required string Target { get; init; }

    /// <summary>A word beside it: the container's address in a network, the container's port; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it is configured only: the container does not run.</summary>
    public bool IsIdle { get; init; }

    /// <summary>What a pair of veth ends was paired by; null for other kinds, and where several edges were folded into one.</summary>
    public PeerEvidence? Evidence { get; init; }

    /// <summary>How many edges it stands for; more than 1 where they were folded.</summary>
    public int Count { get; init; } = 1;

    /// <summary>An edge with the id of its kind and ends.</summary>
    public static GraphEdge Between(EdgeKind kind, string source, string target) =>
        new() { Id = $"{Word(kind)}:{source}>{target}", Kind = kind, Source = source, Target = target };

    /// <summary>The kind as ids and JSON write it.</summary>
    public static string Word(EdgeKind kind) => kind switch
    {
        EdgeKind.In => "in",
        EdgeKind.Enslaved => "enslaved",
        EdgeKind.Peer => "peer",
        EdgeKind.Parent => "parent",
        EdgeKind.Attached => "attached",
        EdgeKind.CarriedBy => "carriedBy",
        _ => "forwards",
    };
}

/// <summary>What two veth ends were paired by: each names the other by ifindex and namespace.</summary>
/// <param name="Verdict">How sure the pairing is.</param>
/// <param name="Source">The first end.</param>
/// <param name="Target">The other end.</param>
public sealed record PeerEvidence(VethVerdict Verdict, PeerEnd Source, PeerEnd Target);

/// <summary>One end of a veth pair, as the kernel numbers it.</summary>
/// <param name="Index">ifindex in its namespace.</param>
/// <param name="Namespace">Id of the namespace it is in.</param>
/// <param name="PeerIndex">ifindex it names as its peer (<c>IFLA_LINK</c>).</param>
/// <param name="PeerNamespace">Id of the namespace it names as its peer's (<c>IFLA_LINK_NETNSID</c>).</param>
public sealed record PeerEnd(int Index, NetnsId Namespace, int? PeerIndex, NetnsId? PeerNamespace);
