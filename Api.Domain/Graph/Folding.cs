using System.Globalization;

namespace NetApi.Domain.Graph;

/// <summary>Folds what is alike, so that the rest stays legible.</summary>
internal static class Folding
{
    /// <summary>Containers with the same networks become one node, with their namespaces, links and veth pairs; their ports become another.</summary>
    public static TopologyGraph ByNetwork(TopologyGraph graph, IReadOnlyCollection<string> keep)
    {
        var groups = ContainerGroups.Of(graph, keep);
        var fold = new Contraction();
        foreach (var (node, group) in groups.Members)
            fold.Add(node, $"folded:container:{group}", NodeKind.Container, group);
        foreach (var (port, group) in groups.Ports)
            fold.Add(port, $"folded:publishedPort:{group}", NodeKind.PublishedPort, group);
        if (fold.IsEmpty)
            return graph;
        var counts = groups.Members.Where(m => m.Node.Kind == NodeKind.Container).CountBy(m => m.Group).OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Sum(c => c.Value)} containers were folded by network, with their namespaces, veth pairs and published ports: {string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"))}.");
        return fold.Apply(graph, note);
    }

    /// <summary>Folds step by step, until the graph fits.</summary>
    public static TopologyGraph To(TopologyGraph graph, Func<TopologyGraph, bool> fits, IReadOnlyCollection<string> keep, string limit)
    {
        if (fits(graph))
            return graph;
        var byNetwork = ByNetwork(graph, keep);
        if (fits(byNetwork))
            return byNetwork;
        var kept = keep.ToHashSet(StringComparer.Ordinal);
        var ordered = byNetwork.Nodes.OrderBy(n => !kept.Contains(n.Id)).ThenBy(n => n.Folded is null).ThenBy(n => n.Kind).ThenBy(n => n.Id, StringComparer.Ordinal).ToList();
        for (var shown = ordered.Count / 2; ; shown /= 2)
        {
            var rest = Rest(byNetwork, ordered, shown, limit);
            if (shown == 0 || fits(rest))
                return rest;
        }
    }

    // One node a kind: what it says stays true, however little.
    private static TopologyGraph Rest(TopologyGraph graph, List<GraphNode> ordered, int shown, string limit)
    {
        var fold = new Contraction();
        foreach (var node in ordered.Skip(shown))
            fold.Add(node, $"folded:rest:{GraphWords.Of(node.Kind)}", node.Kind, "the rest");
        return fold.Apply(graph, string.Create(CultureInfo.InvariantCulture, $"{ordered.Count - shown} nodes were folded by kind, to stay within {limit}."));
    }
}
