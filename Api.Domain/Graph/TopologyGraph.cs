using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>The network of a host as nodes and edges. No edge dangles, ids are unique, and equal states give equal graphs in the same order.</summary>
public sealed class TopologyGraph
{
    private readonly Lazy<Dictionary<string, GraphNode>> _byId;
    private readonly Lazy<ILookup<string, GraphEdge>> _byEnd;

    internal TopologyGraph(ImmutableArray<GraphNode> nodes, ImmutableArray<GraphEdge> edges, ImmutableArray<string> notes, GraphOrigin origin)
    {
        (Nodes, Edges, Notes, Origin) = (nodes, edges, notes, origin);
        _byId = new(() => Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal));
        _byEnd = new(() => Edges
            .SelectMany(e => e.Source == e.Target ? [(e.Source, e)] : new[] { (e.Source, e), (e.Target, e) })
            .ToLookup(end => end.Item1, end => end.Item2, StringComparer.Ordinal));
    }

    /// <summary>Nodes, by kind and then by id.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>Edges, by kind and then by id.</summary>
    public ImmutableArray<GraphEdge> Edges { get; }

    /// <summary>What the reader must know of this view: what was folded, what it is the neighbourhood of.</summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>The state it was drawn from.</summary>
    public GraphOrigin Origin { get; }

    /// <summary>How many containers it shows, those folded into others not counted.</summary>
    public int ShownContainers => Nodes.Count(n => n is { Kind: NodeKind.Container, Folded: null });

    /// <summary>Draws the graph of a state.</summary>
    public static TopologyGraph Of(HostState state) => new GraphBuilder(state).Build();

    /// <summary>The node with that id; null where there is none.</summary>
    public GraphNode? Find(string id) => _byId.Value.GetValueOrDefault(id);

    /// <summary>Edges that begin or end at a node.</summary>
    public IEnumerable<GraphEdge> EdgesOf(string id) => _byEnd.Value[id];

    /// <summary>What the text of a focus stands for: an id, <c>bridge:docker0</c>, <c>port:8000</c>, or a container's name.</summary>
    public Lookup<ImmutableArray<GraphNode>> Resolve(string focus) => FocusTarget.Find(this, focus);

    /// <summary>The part of the graph within so many steps of some nodes.</summary>
    /// <param name="roots">Ids of the nodes to begin at.</param>
    /// <param name="depth">Steps, 0 or more.</param>
    public TopologyGraph Focus(IReadOnlyCollection<string> roots, int depth) => Neighbourhood.Of(this, roots, depth);

    /// <summary>Folds containers, with their namespaces, veth pairs and ports, by network into one node each.</summary>
    /// <param name="keep">Ids of nodes that stay as they are.</param>
    public TopologyGraph Collapse(IReadOnlyCollection<string>? keep = null) => Folding.ByNetwork(this, keep ?? []);

    /// <summary>The graph, folded no more than it takes to satisfy a limit; a graph of a handful of nodes at worst.</summary>
    /// <param name="fits">Whether a graph is within the limit.</param>
    /// <param name="keep">Ids of nodes that stay as they are for as long as that is possible.</param>
    /// <param name="limit">The limit in words, for the note.</param>
    public TopologyGraph FoldedTo(Func<TopologyGraph, bool> fits, IReadOnlyCollection<string> keep, string limit) => Folding.To(this, fits, keep, limit);

    internal TopologyGraph With(ImmutableArray<GraphNode> nodes, ImmutableArray<GraphEdge> edges, string note) =>
        new(nodes, edges, Notes.Add(note), Origin);
}

/// <summary>The state a graph was drawn from.</summary>
/// <param name="HostId">Id of the host.</param>
/// <param name="Revision">Number of the revision; 0 for a state that was not published.</param>
/// <param name="ObservedAt">When the state came about, UTC.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record GraphOrigin(string HostId, long Revision, DateTimeOffset ObservedAt, ImmutableArray<Gap> Gaps)
{
    /// <summary>Whether everything could be read.</summary>
    public bool IsComplete => Gaps.IsEmpty;
}
