using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Draws the graph of a state. Lookups are those of its index, each built once, so that the work grows with the state and no faster.</summary>
internal sealed partial class GraphBuilder
{
    private readonly HostState _state;
    private readonly HostIndex _index;
    private readonly GraphNames _names;
    private readonly HashSet<int> _uplinks;
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphEdge> _edges = new(StringComparer.Ordinal);
    private readonly NetnsId? _host;

    public GraphBuilder(HostState state)
    {
        _state = state;
        _index = HostIndex.Of(state);
        _names = new GraphNames(state);
        _host = state.HostNamespace?.Id;
        _uplinks = [.. state.HostRoutes.Where(r => r is { Type: 1, Destination.PrefixLength: 0 }).SelectMany(LinksOf)];
    }

    public TopologyGraph Build()
    {
        AddNode(new GraphNode { Id = GraphNames.Host, Kind = NodeKind.Host, Name = GraphNames.Host, EntityId = _host?.Value, Place = GraphNames.Host });
        foreach (var netns in _state.Namespaces.Where(n => n.Kind != NetnsKind.Host))
            AddNamespace(netns);
        foreach (var link in _state.Links.Where(IsShown))
            AddLink(link);
        foreach (var network in _state.Networks)
            AddNetwork(network);
        foreach (var container in _state.Containers)
            AddContainer(container);
        foreach (var link in _state.Links.Where(IsShown))
            Connect(link);
        foreach (var pair in _index.Pairs.All)
            AddPair(pair);
        var origin = new GraphOrigin(_state.HostId, _state.Revision, _state.ObservedAt, _state.Gaps);
        return new TopologyGraph(InOrder(_nodes.Values), InOrder(_edges.Values), [], origin);
    }

    internal static ImmutableArray<GraphNode> InOrder(IEnumerable<GraphNode> nodes)
    {
        var ordered = nodes.ToArray();
        Array.Sort(ordered, (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : string.CompareOrdinal(a.Id, b.Id));
        return ImmutableArray.Create(ordered);
    }

    internal static ImmutableArray<GraphEdge> InOrder(IEnumerable<GraphEdge> edges)
    {
        var ordered = edges.ToArray();
        Array.Sort(ordered, (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : string.CompareOrdinal(a.Id, b.Id));
        return ImmutableArray.Create(ordered);
    }

    private static IEnumerable<int> LinksOf(Route route) => route.LinkIndex is { } index ? [index] : route.NextHops.Select(h => h.LinkIndex);

    private void AddNamespace(NetworkNamespace netns) => AddNode(new GraphNode
    {
        Id = _names.Namespace(netns.Id),
        Kind = NodeKind.Namespace,
        Name = netns.Name,
        EntityId = netns.Id.Value,
        Place = _names.Place(netns.Id),
        Type = GraphWords.Of(netns.Kind),
        Details = [new NodeDetail("inode", Invariant(netns.Inode)), .. netns.Paths.Select(p => new NodeDetail("path", p))],
        Orphan = _index.Orphans.Of(netns),
    });

    private Link? HostLink(string name) => _host is { } host ? _index.Link(host, name) : null;

    private void AddNode(GraphNode node) => _nodes.TryAdd(node.Id, node);

    private void AddEdge(GraphEdge edge)
    {
        if (_nodes.ContainsKey(edge.Source) && _nodes.ContainsKey(edge.Target))
            _edges.TryAdd(edge.Id, edge);
    }

    private static string Invariant(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
