using NetApi.Domain.Graph.Formats;

namespace NetApi.Domain.Graph.Union;

/// <summary>One of the two graphs of a union, with the names that nodes have there.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="IsComplete">Whether its state could read everything.</param>
internal sealed record UnionSide(TopologyGraph Graph, bool IsComplete)
{
    // Each step of folding the union asks for it again.
    private readonly Lazy<Picture> _picture = new(() => Picture.Of(Graph));

    /// <summary>What it looks like alone.</summary>
    public Picture Picture => _picture.Value;

    public static UnionSide Of(TopologyGraph graph, NodeKeys keys, bool isComplete)
    {
        var nodes = graph.Nodes.Select(n => n with { Id = keys.Of(n.Id) });
        var edges = graph.Edges.Select(e => Renamed(e, keys.Of(e.Source), keys.Of(e.Target))).DistinctBy(e => e.Id);
        return new UnionSide(new TopologyGraph(GraphBuilder.InOrder(nodes), GraphBuilder.InOrder(edges), [], graph.Origin), isComplete);
    }

    /// <summary>Both as one graph. What both have is as the first has it; and what only one place can hold is where the first has it.</summary>
    public static TopologyGraph Merge(UnionSide first, UnionSide second)
    {
        var placed = first.Graph.Edges.Where(e => e.Kind == EdgeKind.In).Select(e => e.Source).ToHashSet(StringComparer.Ordinal);
        var edges = first.Graph.Edges.Concat(second.Graph.Edges.Where(e => e.Kind != EdgeKind.In || !placed.Contains(e.Source))).DistinctBy(e => e.Id).ToList();
        var paired = edges.Where(e => e.Kind == EdgeKind.Peer).SelectMany(e => new[] { e.Source, e.Target }).ToHashSet(StringComparer.Ordinal);
        var nodes = first.Graph.Nodes.Concat(second.Graph.Nodes.Where(n => first.Graph.Find(n.Id) is null)).Select(n => paired.Contains(n.Id) ? WithPeer(n) : n);
        return new TopologyGraph(GraphBuilder.InOrder(nodes), GraphBuilder.InOrder(edges), [], first.Graph.Origin);
    }

    // One of the states saw the peer.
    private static GraphNode WithPeer(GraphNode veth) =>
        veth.UnseenPeer is null ? veth : veth with { Details = [.. veth.Details.Where(d => d.Name != NodeDetail.UnseenPeer)] };

    // Behind kind and ends an id may say more, such as the container's port. Which end of a pair comes first is no difference.
    private static GraphEdge Renamed(GraphEdge edge, string source, string target)
    {
        var more = edge.Id[GraphEdge.Between(edge.Kind, edge.Source, edge.Target).Id.Length..];
        var isReversed = edge.Kind == EdgeKind.Peer && string.CompareOrdinal(source, target) > 0;
        var id = isReversed ? GraphEdge.Between(edge.Kind, target, source).Id : GraphEdge.Between(edge.Kind, source, target).Id;
        return edge with { Id = id + more, Source = source, Target = target };
    }
}
