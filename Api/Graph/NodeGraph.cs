using NetApi.Domain.Graph;
using NetApi.Domain.Topology;

namespace NetApi.Graph;

/// <summary>The graph as Grafana's node graph panel takes it: two frames, rows of fields by the panel's names.</summary>
/// <param name="Nodes">The frame <c>nodes</c>.</param>
/// <param name="Edges">The frame <c>edges</c>.</param>
/// <param name="Notes">What was folded.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="Revision">Number of the revision it is drawn from.</param>
/// <param name="ObservedAt">When that came about, UTC.</param>
internal sealed record NodeGraph(
    IReadOnlyList<NodeGraphNode> Nodes,
    IReadOnlyList<NodeGraphEdge> Edges,
    IReadOnlyList<string> Notes,
    bool Complete,
    IReadOnlyList<Gap> Gaps,
    long Revision,
    DateTimeOffset ObservedAt)
{
    /// <summary>Nodes that the panel shows; it hides what is more.</summary>
    public const int MaxNodes = 1_500;

    public static NodeGraph Of(TopologyGraph graph) => new(
        [.. graph.Nodes.Select(NodeGraphNode.Of)],
        [.. graph.Edges.Select(e => NodeGraphEdge.Of(e, graph))],
        graph.Notes,
        graph.Origin.IsComplete,
        graph.Origin.Gaps,
        graph.Origin.Revision,
        graph.Origin.ObservedAt);
}
