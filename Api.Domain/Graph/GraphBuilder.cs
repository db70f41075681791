using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Draws the graph of a state. Every lookup is built once, so that its work grows with the state and no faster.</summary>
internal sealed partial class GraphBuilder
{
    private readonly HostState _state;
    private readonly GraphNames _names;
    private readonly VethPairs _pairs;
    private readonly Dictionary<(NetnsId, int), Link> _links = [];
    private readonly Dictionary<string, Link> _hostLinks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkNamespace> _namespaceOfContainer = new(StringComparer.Ordinal);
    private readonly HashSet<int> _uplinks;
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphEdge> _edges = new(StringComparer.Ordinal);
    private readonly NetnsId? _host;

    public GraphBuilder(HostState state)
    {
        _state = state;
        _names = new GraphNames(state);
        _pairs = new VethPairs(state);
        _host = state.HostNamespace?.Id;
        foreach (var link in state.Links)
        {
            _links.TryAdd((link.Namespace, link.Index), link);
            if (link.Namespace == _host)
                _hostLinks.TryAdd(link.Name, link);
        }
        foreach (var netns in state.Namespaces)
        {
            foreach (var container in netns.ContainerIds)
                _namespaceOfContainer.TryAdd(container, netns);
        }
        _uplinks = [.. state.HostRoutes.Where(r => r is { Type: 1, Destination.PrefixLength: 0 }).SelectMany(LinksOf)];
    }

    public TopologyGraph Build()
    {
        AddNode(new GraphNode { Id = GraphNames.Host, Kind = NodeKind.Host, Name = GraphNames.Host, EntityId = _host?.Value, Place = GraphNames.Host });
        foreach (var netns in _state.Namespaces.Where(n => n.Kind != NetnsKind.Host))
            AddNamespace(netns);
        foreach (var link in _links.Values.Where(IsShown))
            AddLink(link);
        foreach (var network in _state.Networks)
            AddNetwork(network);
        foreach (var container in _state.Containers)
            AddContainer(container);
        foreach (var link in _links.Values.Where(IsShown))
            Connect(link);
        foreach (var pair in _pairs.All)
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
        Orphan = OrphanOf(netns),
    });

    private void AddNode(GraphNode node) => _nodes.TryAdd(node.Id, node);

    private void AddEdge(GraphEdge edge)
    {
        if (_nodes.ContainsKey(edge.Source) && _nodes.ContainsKey(edge.Target))
            _edges.TryAdd(edge.Id, edge);
    }

    private static string Invariant(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
