using NetApi.Domain.Graph;
using NetApi.Domain.Topology;

namespace NetApi.Graph;

/// <summary>The network of the host as nodes and edges.</summary>
/// <param name="Nodes">Nodes, by kind and id.</param>
/// <param name="Edges">Edges, by kind and id; both ends of each are among the nodes.</param>
/// <param name="Notes">What the reader must know of this view: what was folded, what it is the neighbourhood of.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="Revision">Number of the revision it is drawn from.</param>
/// <param name="ObservedAt">When that came about, UTC.</param>
public sealed record GraphResource(
    IReadOnlyList<GraphNode> Nodes,
    IReadOnlyList<GraphEdge> Edges,
    IReadOnlyList<string> Notes,
    bool Complete,
    IReadOnlyList<Gap> Gaps,
    long Revision,
    DateTimeOffset ObservedAt)
{
    /// <summary>What a graph looks like on the wire.</summary>
    public static GraphResource Of(TopologyGraph graph) =>
        new(graph.Nodes, graph.Edges, graph.Notes, graph.Origin.IsComplete, graph.Origin.Gaps, graph.Origin.Revision, graph.Origin.ObservedAt);
}
