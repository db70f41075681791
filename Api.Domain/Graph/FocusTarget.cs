using System.Collections.Immutable;
using System.Globalization;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Finds the nodes that a focus speaks of.</summary>
internal static class FocusTarget
{
    /// <summary>By id of a node; else <c>KIND:TEXT</c>, where the text is a name, an id or, of containers and networks, the beginning of one; else by a container's name or id.</summary>
    public static Lookup<ImmutableArray<GraphNode>> Find(TopologyGraph graph, string focus)
    {
        if (graph.Find(focus) is { } exact)
            return new Lookup<ImmutableArray<GraphNode>>.Found([exact]);
        var (kind, text) = focus.Split(':', 2) is [var before, var after] ? (before, after) : ("container", focus);
        return text.Length == 0 ? new Lookup<ImmutableArray<GraphNode>>.NotFound() : kind switch
        {
            "container" => ByEntity(graph, NodeKind.Container, text),
            "network" => ByEntity(graph, NodeKind.Network, text),
            "namespace" when text == GraphNames.Host => One([graph.Find(GraphNames.Host)!]),
            "namespace" => ByEntity(graph, NodeKind.Namespace, text),
            "bridge" => ByLink(graph, text, n => n.Kind == NodeKind.Bridge),
            "nic" => ByLink(graph, text, n => n.Kind == NodeKind.Nic),
            "link" => ByLink(graph, text, n => n.Kind is NodeKind.Nic or NodeKind.Bridge or NodeKind.Link or NodeKind.VethEnd),
            "port" => Ports(graph, text),
            _ => new Lookup<ImmutableArray<GraphNode>>.NotFound(),
        };
    }

    private static Lookup<ImmutableArray<GraphNode>> ByEntity(TopologyGraph graph, NodeKind kind, string text)
    {
        var all = graph.Nodes.Where(n => n.Kind == kind && n.Folded is null).ToList();
        Func<GraphNode, bool>[] ranks =
        [
            n => n.EntityId == text,
            n => n.Name == text,
            n => kind != NodeKind.Namespace && n.EntityId!.StartsWith(text, StringComparison.Ordinal),
        ];
        return One(ranks.Select(rank => all.Where(rank).ToList()).FirstOrDefault(found => found.Count > 0) ?? []);
    }

    // The host's own link of that name comes before those of other namespaces.
    private static Lookup<ImmutableArray<GraphNode>> ByLink(TopologyGraph graph, string name, Func<GraphNode, bool> isOfKind)
    {
        var all = graph.Nodes.Where(n => n.Name == name && n.Folded is null && isOfKind(n)).ToList();
        return One(all.FindAll(n => n.Place == GraphNames.Host) is [var own] ? [own] : all);
    }

    private static Lookup<ImmutableArray<GraphNode>> One(List<GraphNode> found) => found switch
    {
        [] => new Lookup<ImmutableArray<GraphNode>>.NotFound(),
        [var only] => new Lookup<ImmutableArray<GraphNode>>.Found([only]),
        _ => new Lookup<ImmutableArray<GraphNode>>.Ambiguous([.. found.Select(n => ImmutableArray.Create(n))]),
    };

    // A port is often published on several addresses; all of them are meant.
    private static Lookup<ImmutableArray<GraphNode>> Ports(TopologyGraph graph, string text)
    {
        var (number, protocol) = text.Split('/', 2) is [var before, var after] ? (before, after) : (text, null);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return new Lookup<ImmutableArray<GraphNode>>.NotFound();
        ImmutableArray<GraphNode> ports =
        [
            .. graph.Nodes.Where(n => n is { Kind: NodeKind.PublishedPort, Folded: null }
                && (protocol is null || n.Type == protocol) && n.Details.Contains(new NodeDetail("hostPort", number.TrimStart('0')))),
        ];
        return ports.IsEmpty ? new Lookup<ImmutableArray<GraphNode>>.NotFound() : new Lookup<ImmutableArray<GraphNode>>.Found(ports);
    }
}
