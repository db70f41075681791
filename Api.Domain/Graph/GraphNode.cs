using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>What a node of the graph stands for.</summary>
public enum NodeKind
{
    /// <summary>The host itself: the namespace NetApi runs in.</summary>
    Host,

    /// <summary>A link by which the host reaches its surroundings: a physical one, or one that carries a default route.</summary>
    Nic,

    /// <summary>A host address and port that Docker forwards to a container.</summary>
    PublishedPort,

    /// <summary>A Linux bridge.</summary>
    Bridge,

    /// <summary>A network of the engine.</summary>
    Network,

    /// <summary>Any other link: vlan, vxlan, macvlan, bond, tunnels …; loopback links are left out.</summary>
    Link,

    /// <summary>One end of a veth pair.</summary>
    VethEnd,

    /// <summary>A network namespace that is not the host's.</summary>
    Namespace,

    /// <summary>A container, in any state.</summary>
    Container,
}

/// <summary>A node of the graph.</summary>
public sealed record GraphNode
{
    /// <summary>Id, unique in the graph and made of names that survive a restart: <c>container:myweb</c>, <c>link:host/docker0</c>, <c>port:0.0.0.0:8000/tcp</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it stands for.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the thing itself: a container's, a network's, a namespace's; null for others.</summary>
    public string? EntityId { get; init; }

    /// <summary>Name of the namespace it is in, as ids of nodes write it; null where it is in none.</summary>
    public string? Place { get; init; }

    /// <summary>Kind of a link as the kernel names it, driver of a network, protocol of a port, kind of a namespace; null for others.</summary>
    public string? Type { get; init; }

    /// <summary>State in one word: of a link its operational state, of a container the engine's; null for others.</summary>
    public string? State { get; init; }

    /// <summary>Addresses of a link or container, subnets of a network.</summary>
    public ValueList<string> Addresses { get; init; }

    /// <summary>More to know, such as image, MAC and MTU.</summary>
    public ValueList<NodeDetail> Details { get; init; }

    /// <summary>Why it hangs in the air; null where it does not.</summary>
    public Orphan? Orphan { get; init; }

    /// <summary>What was folded into it; null for a node that stands for itself.</summary>
    public FoldedNodes? Folded { get; init; }

    /// <summary>What a veth end says of a peer that was not seen; null where it was, and for others.</summary>
    internal string? UnseenPeer => Details.FirstOrDefault(d => d.Name == NodeDetail.UnseenPeer)?.Value;
}

/// <summary>One thing to know of a node.</summary>
/// <param name="Name">What it is, in camel case: <c>image</c>, <c>mtuBytes</c>.</param>
/// <param name="Value">Its value as text.</param>
public sealed record NodeDetail(string Name, string Value)
{
    /// <summary>Name of what a veth end says of a peer that was not seen.</summary>
    public const string UnseenPeer = "unseenPeer";
}

/// <summary>What was folded into one node.</summary>
/// <param name="Nodes">How many nodes.</param>
/// <param name="Kinds">How many of each kind, by kind.</param>
/// <param name="Names">Names of the first few, containers before others.</param>
public sealed record FoldedNodes(int Nodes, ValueList<KindCount> Kinds, ValueList<string> Names)
{
    /// <summary>How many of one kind.</summary>
    public int Of(NodeKind kind) => Kinds.FirstOrDefault(k => k.Kind == kind)?.Count ?? 0;
}

/// <summary>How many nodes of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many.</param>
public sealed record KindCount(NodeKind Kind, int Count);
