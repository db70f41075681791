using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph;

/// <summary>Groups that nodes are to be folded into.</summary>
internal sealed class Contraction
{
    // So many of them are named; the rest is in the count.
    private const int NamesShown = 10;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groupOf = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is to be folded.</summary>
    public bool IsEmpty => _groupOf.Count == 0;

    /// <summary>Whether that node is folded into a group.</summary>
    public bool Has(string node) => _groupOf.ContainsKey(node);

    /// <summary>Id of the group a node is folded into; null where it stays.</summary>
    public string? GroupOf(string node) => _groupOf.GetValueOrDefault(node)?.Id;

    /// <summary>Puts a node into a group, unless it is in one already.</summary>
    /// <param name="node">The node.</param>
    /// <param name="id">Id of the group.</param>
    /// <param name="kind">What the group stands for.</param>
    /// <param name="name">Name of the group.</param>
    public void Add(GraphNode node, string id, NodeKind kind, string name)
    {
        if (_groupOf.ContainsKey(node.Id))
            return;
        if (!_groups.TryGetValue(id, out var group))
            _groups.Add(id, group = new Group(id, kind, name));
        group.Members.Add(node);
        _groupOf.Add(node.Id, group);
    }

    /// <summary>The graph with each group as one node. Edges inside a group vanish, those that became alike are counted as one.</summary>
    public TopologyGraph Apply(TopologyGraph graph, string note)
    {
        var nodes = graph.Nodes.Where(n => !Has(n.Id)).Concat(_groups.Values.Select(g => g.ToNode()));
        var edges = graph.Edges
            .Select(e => (Edge: e, Source: GroupOf(e.Source) ?? e.Source, Target: GroupOf(e.Target) ?? e.Target))
            .Where(e => e.Source != e.Target || e.Edge.Source == e.Edge.Target)
            .GroupBy(e => e.Source == e.Edge.Source && e.Target == e.Edge.Target ? e.Edge.Id : GraphEdge.Between(e.Edge.Kind, e.Source, e.Target).Id, StringComparer.Ordinal)
            .Select(same => Merge([.. same.Select(e => e.Edge with { Id = same.Key, Source = e.Source, Target = e.Target })]));
        return graph.With(GraphBuilder.InOrder(nodes), GraphBuilder.InOrder(edges), note);
    }

    private static GraphEdge Merge(List<GraphEdge> same) => same is [var only] ? only : same[0] with
    {
        Count = same.Sum(e => e.Count),
        Label = null,
        Evidence = null,
        IsIdle = same.TrueForAll(e => e.IsIdle),
    };

    private sealed record Group(string Id, NodeKind Kind, string Name)
    {
        public List<GraphNode> Members { get; } = [];

        public GraphNode ToNode()
        {
            var kinds = Members
                .SelectMany(m => m.Folded?.Kinds ?? [new KindCount(m.Kind, 1)])
                .GroupBy(k => k.Kind)
                .Select(k => new KindCount(k.Key, k.Sum(c => c.Count)))
                .OrderBy(k => k.Kind)
                .ToList();
            var own = Members.Where(m => m.Kind == Kind).ToList();
            return new GraphNode
            {
                Id = Id,
                Kind = Kind,
                Name = Name,
                // Where ports listen decides who can reach them; other addresses are too many.
                Addresses = [.. own.Where(m => m.Kind == NodeKind.PublishedPort).SelectMany(m => m.Addresses).Distinct(StringComparer.Ordinal)],
                Details = [.. StatesOf(own)],
                Folded = new FoldedNodes(
                    kinds.Sum(k => k.Count),
                    new ValueList<KindCount>(kinds),
                    new ValueList<string>(own.SelectMany(m => m.Folded?.Names ?? [m.Name]).Take(NamesShown))),
            };
        }

        // Of containers only: how many run.
        private static IEnumerable<NodeDetail> StatesOf(List<GraphNode> own) => own
            .SelectMany(m => m is { Kind: NodeKind.Container, Folded: null, State: { } state } ? [(State: state, Count: 1)]
                : m is { Kind: NodeKind.Container, Folded: not null } ? m.Details.Select(d => (State: d.Name, Count: int.Parse(d.Value, System.Globalization.CultureInfo.InvariantCulture)))
                : Array.Empty<(string State, int Count)>())
            .GroupBy(s => s.State, StringComparer.Ordinal)
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => new NodeDetail(s.Key, s.Sum(c => c.Count).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
