using System.Globalization;

namespace NetApi.Domain.Graph;

/// <summary>The part of a graph around some nodes.</summary>
internal static class Neighbourhood
{
    /// <summary>Walks breadth-first, along edges in both directions.</summary>
    /// <remarks>
    /// A container and its namespace are one place, so that the way between them is no step. The host is shown, and walked
    /// through only where it is what one looks at: everything is on it.
    /// </remarks>
    public static TopologyGraph Of(TopologyGraph graph, IReadOnlyCollection<string> roots, int depth)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new LinkedList<(string Id, int Distance)>(roots.Where(r => graph.Find(r) is not null).Select(r => (r, 0)));
        var shown = queue.Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
        while (queue.First is { Value: var (id, distance) })
        {
            queue.RemoveFirst();
            if (!distances.TryAdd(id, distance) || (id == GraphNames.Host && !shown.Contains(id)))
                continue;
            foreach (var edge in graph.EdgesOf(id))
            {
                var other = edge.Source == id ? edge.Target : edge.Source;
                if (distances.ContainsKey(other))
                    continue;
                if (IsOnePlace(graph, edge))
                    queue.AddFirst((other, distance));
                else if (distance < depth)
                    queue.AddLast((other, distance + 1));
            }
        }
        return graph.With(
            [.. graph.Nodes.Where(n => distances.ContainsKey(n.Id))],
            [.. graph.Edges.Where(e => distances.ContainsKey(e.Source) && distances.ContainsKey(e.Target))],
            string.Create(CultureInfo.InvariantCulture, $"Shows {string.Join(", ", roots)} and what is within {depth} {(depth == 1 ? "step" : "steps")}."));
    }

    private static bool IsOnePlace(TopologyGraph graph, GraphEdge edge) =>
        edge.Kind == EdgeKind.In && edge.Target != GraphNames.Host && graph.Find(edge.Source)!.Kind == NodeKind.Container;
}
