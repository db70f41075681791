using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph.Union;

/// <summary>Names the nodes of two graphs alike where they are the same thing, by the names that a diff has for it.</summary>
/// <remarks>
/// Names of the host's ends of veth pairs are random and new with each start of a container: such an end is known by its own name where both
/// graphs have that, else by the other end of its pair. Containers that were renamed, and their namespaces, have the name they had last.
/// </remarks>
internal sealed class NodeKeys
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _plain;

    private NodeKeys(Dictionary<string, string> plain) => _plain = plain;

    /// <summary>The names for the nodes of both graphs.</summary>
    public static (NodeKeys From, NodeKeys To) Of((HostState State, TopologyGraph Graph) from, (HostState State, TopologyGraph Graph) to)
    {
        var (earlier, later) = Side.Of(from.State, to.State);
        var severalNetworks = new[] { from.State, to.State }.SelectMany(s => s.Networks.CountBy(n => n.Name, StringComparer.Ordinal)).Where(n => n.Value > 1).Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        var (before, after) = (new NodeKeys(Plain(from, earlier, severalNetworks)), new NodeKeys(Plain(to, later, severalNetworks)));
        var shared = before._plain.Values.Intersect(after._plain.Values, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        before.Settle(from.Graph, shared);
        after.Settle(to.Graph, shared);
        return (before, after);
    }

    /// <summary>Key of the node with that id.</summary>
    public string Of(string id) => _keys[id];

    /// <summary>Keys of nodes by what a diff calls them: the host's end of a veth pair by its own name too.</summary>
    public IEnumerable<KeyValuePair<string, string>> Aliases => _plain.Select(p => KeyValuePair.Create(p.Value, _keys[p.Key]));

    private static Dictionary<string, string> Plain((HostState State, TopologyGraph Graph) of, Side side, HashSet<string> severalNetworks)
    {
        var names = new GraphNames(of.State);
        var places = of.State.Namespaces.DistinctBy(n => names.Place(n.Id)).ToDictionary(n => names.Place(n.Id), n => side.PlaceOf(n.Id), StringComparer.Ordinal);
        var containers = of.State.Containers.DistinctBy(c => c.Id).ToDictionary(c => c.Id, side.NameOf, StringComparer.Ordinal);
        return of.Graph.Nodes.ToDictionary(n => n.Id, n => n.Kind switch
        {
            NodeKind.Host or NodeKind.PublishedPort => n.Id,
            NodeKind.Container => $"container:{containers[n.EntityId!]}",
            NodeKind.Network => severalNetworks.Contains(n.Name) ? $"network:{n.Name}@{n.EntityId}" : $"network:{n.Name}",
            NodeKind.Namespace => $"namespace:{PlaceOf(n)}",
            _ => $"link:{PlaceOf(n)}/{n.Name}",
        }, StringComparer.Ordinal);

        string PlaceOf(GraphNode node) => places.GetValueOrDefault(node.Place!, node.Place!);
    }

    private void Settle(TopologyGraph graph, HashSet<string> shared)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var peers = graph.Edges.Where(e => e.Kind == EdgeKind.Peer).SelectMany(e => new[] { (End: e.Source, Peer: e.Target), (End: e.Target, Peer: e.Source) }).DistinctBy(p => p.End).ToDictionary(p => p.End, p => p.Peer, StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            var key = _plain[node.Id];
            if (node.Place == GraphNames.Host && !shared.Contains(key) && peers.TryGetValue(node.Id, out var peer) && graph.Find(peer)!.Place != GraphNames.Host)
                key = $"veth:{_plain[peer]["link:".Length..]}";
            _keys[node.Id] = taken.Add(key) ? key : $"{key}@{node.Id}";
        }
    }
}
