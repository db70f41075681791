namespace NetApi.Domain.Graph;

/// <summary>Containers that have the same networks, with all that is theirs.</summary>
/// <param name="Members">Containers, their namespaces, the links in these and the host's ends of their veth pairs, each with its group.</param>
/// <param name="Ports">Ports that lead into one group only.</param>
internal sealed record ContainerGroups(List<(GraphNode Node, string Group)> Members, List<(GraphNode Port, string Group)> Ports)
{
    public static ContainerGroups Of(TopologyGraph graph, IReadOnlyCollection<string> keep)
    {
        var places = graph.Nodes.Where(n => n is { Kind: NodeKind.Container, Folded: null })
            .GroupBy(c => NamespaceOf(graph, c) ?? c.Id, StringComparer.Ordinal)
            .Select(p => Place.Of(graph, p.Key, [.. p]))
            .Where(p => !p.Nodes.Exists(n => keep.Contains(n.Id)))
            .ToList();
        var containers = places.SelectMany(p => p.Containers, (p, c) => p.Group).CountBy(g => g).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        // Folding one container alone would hide its name and save nothing.
        var members = places.Where(p => containers[p.Group] > 1).SelectMany(p => p.Nodes, (p, n) => (n, p.Group)).ToList();
        return new ContainerGroups(members, PortsOf(graph, members, keep));
    }

    private static List<(GraphNode, string)> PortsOf(TopologyGraph graph, List<(GraphNode Node, string Group)> members, IReadOnlyCollection<string> keep)
    {
        var groupOf = members.DistinctBy(m => m.Node.Id).ToDictionary(m => m.Node.Id, m => m.Group, StringComparer.Ordinal);
        var ports = graph.Nodes.Where(n => n is { Kind: NodeKind.PublishedPort, Folded: null } && !keep.Contains(n.Id))
            .Select(p => (Port: p, Groups: graph.EdgesOf(p.Id).Where(e => e.Kind == EdgeKind.Forwards).Select(e => groupOf.GetValueOrDefault(e.Target)).Distinct().ToList()))
            .Where(p => p.Groups is [not null])
            .Select(p => (p.Port, p.Groups[0]!))
            .ToList();
        var counts = ports.CountBy(p => p.Item2).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return [.. ports.Where(p => counts[p.Item2] > 1)];
    }

    private static string? NamespaceOf(TopologyGraph graph, GraphNode container) =>
        graph.EdgesOf(container.Id).FirstOrDefault(e => e.Kind == EdgeKind.In && e.Source == container.Id && e.Target != GraphNames.Host)?.Target;

    // A namespace with the containers that share it, or a container without one of its own.
    private sealed record Place(List<GraphNode> Containers, List<GraphNode> Nodes, string Group)
    {
        public static Place Of(TopologyGraph graph, string id, List<GraphNode> containers)
        {
            var nodes = new List<GraphNode>(containers);
            if (graph.Find(id) is { Kind: NodeKind.Namespace } netns)
            {
                var inside = graph.EdgesOf(id).Where(e => e.Kind == EdgeKind.In && e.Target == id).Select(e => graph.Find(e.Source)!).Where(n => n.Kind != NodeKind.Container).ToList();
                nodes.Add(netns);
                nodes.AddRange(inside);
                nodes.AddRange(inside.SelectMany(link => PeersOf(graph, link)).Where(peer => peer is { Kind: NodeKind.VethEnd, Place: GraphNames.Host }));
            }
            return new Place(containers, nodes, GroupOf(graph, containers));
        }

        private static IEnumerable<GraphNode> PeersOf(TopologyGraph graph, GraphNode link) =>
            graph.EdgesOf(link.Id).Where(e => e.Kind == EdgeKind.Peer).Select(e => graph.Find(e.Source == link.Id ? e.Target : e.Source)!);

        private static string GroupOf(TopologyGraph graph, List<GraphNode> containers)
        {
            var networks = containers.SelectMany(c => graph.EdgesOf(c.Id)).Where(e => e.Kind == EdgeKind.Attached)
                .Select(e => graph.Find(e.Target)!.Id["network:".Length..])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            return networks.Count == 0 ? "no network" : string.Join("+", networks);
        }
    }
}
