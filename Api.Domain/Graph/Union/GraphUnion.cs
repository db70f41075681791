using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Graph.Union;

/// <summary>The graphs of two states as one, with what was added, removed and changed marked.</summary>
/// <remarks>
/// What both have is drawn as the state has it that was observed later, whichever of the two is <c>to</c>: so the same two states give the same nodes in
/// the same places in either direction, and only the marks are mirrored.
/// </remarks>
public sealed class GraphUnion
{
    // So many changes are told below a picture that are in none of its boxes.
    private const int MostUndrawn = 5;

    private readonly IReadOnlyDictionary<string, Mark> _marks;
    private readonly ILookup<string, string> _told;
    private readonly IReadOnlyDictionary<string, string> _aliases;

    private GraphUnion(
        TopologyGraph graph, string title, IReadOnlyDictionary<string, Mark> marks, ILookup<string, string> told, IReadOnlyDictionary<string, string> aliases, UnionSide from, UnionSide to) =>
        (Graph, Title, _marks, _told, _aliases, From, To) = (graph, title, marks, told, aliases, from, to);

    /// <summary>Nodes and edges of both.</summary>
    public TopologyGraph Graph { get; }

    /// <summary>What was compared, for the heading of a picture.</summary>
    public string Title { get; }

    /// <summary>The earlier graph, with the names of the union.</summary>
    internal UnionSide From { get; }

    /// <summary>The later graph, with the names of the union.</summary>
    internal UnionSide To { get; }

    /// <summary>Draws both states as one graph.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later state.</param>
    /// <param name="changes">The diff of the two.</param>
    /// <param name="title">What was compared, in one line.</param>
    public static GraphUnion Of(HostState from, HostState to, IReadOnlyList<Change> changes, string title)
    {
        var (fromGraph, toGraph) = (TopologyGraph.Of(from), TopologyGraph.Of(to));
        var (fromKeys, toKeys) = NodeKeys.Of((from, fromGraph), (to, toGraph));
        var (earlier, later) = (UnionSide.Of(fromGraph, fromKeys, from.IsComplete), UnionSide.Of(toGraph, toKeys, to.IsComplete));
        var aliases = fromKeys.Aliases.Concat(toKeys.Aliases).DistinctBy(a => a.Key).ToDictionary(StringComparer.Ordinal);
        var told = changes
            .SelectMany(c => ConcernedNodes.Of(c).Select(name => aliases.GetValueOrDefault(name, name)).Distinct(StringComparer.Ordinal), (c, node) => (Node: node, Change: c))
            .ToLookup(t => t.Node, t => t.Change, StringComparer.Ordinal);
        var graph = IsFirst(from, fromGraph, to, toGraph) ? UnionSide.Merge(later, earlier) : UnionSide.Merge(earlier, later);
        var marks = graph.Nodes.ToDictionary(n => n.Id, n => MarkOf(n.Id, earlier, later, told), StringComparer.Ordinal);
        return new GraphUnion(
            new TopologyGraph(graph.Nodes, graph.Edges, [.. NotesOf(from, to), .. Undrawn(changes, marks.Keys, aliases)], graph.Origin with { Gaps = [] }),
            title,
            marks,
            told.SelectMany(t => t, (t, change) => (t.Key, change.Summary)).ToLookup(t => t.Key, t => t.Summary, StringComparer.Ordinal),
            aliases,
            earlier,
            later);
    }

    /// <summary>What became of a node.</summary>
    public Mark MarkOf(string id) => _marks.GetValueOrDefault(id);

    /// <summary>What is told of a node, in sentences.</summary>
    public IEnumerable<string> ToldOf(string id) => _told[id];

    /// <summary>The part that some changes, containers and networks are about, with what is within two steps of it.</summary>
    /// <param name="changes">Changes of the diff.</param>
    /// <param name="containers">Names of containers.</param>
    /// <param name="networks">Names of networks.</param>
    public GraphUnion Around(IEnumerable<Change> changes, IEnumerable<string> containers, IEnumerable<string> networks)
    {
        var named = Graph.Nodes.Where(n => n.Kind == NodeKind.Network).Join(networks, n => n.Name, n => n, (node, _) => node.Id, StringComparer.Ordinal);
        var roots = changes.SelectMany(ConcernedNodes.Of).Concat(containers.Select(c => $"container:{c}"))
            .Select(name => _aliases.GetValueOrDefault(name, name)).Concat(named)
            .Where(id => id != GraphNames.Host && Graph.Find(id) is not null).ToHashSet(StringComparer.Ordinal);
        var near = Graph.Focus(roots, 2);
        return With(new TopologyGraph(near.Nodes, near.Edges, Graph.Notes.Add("Shows what was asked for, and what is within 2 steps of it."), Graph.Origin));
    }

    /// <summary>The union, with containers folded by network of which nothing is told.</summary>
    public GraphUnion Folded() => With(Graph.Collapse(Marked()));

    /// <summary>The union, folded no more than it takes to satisfy a limit, what is marked last of all.</summary>
    /// <param name="fits">Whether it is within the limit.</param>
    /// <param name="limit">The limit in words.</param>
    public GraphUnion FoldedTo(Func<GraphUnion, bool> fits, string limit)
    {
        var folded = With(Graph.FoldedTo(g => fits(With(g)), Marked(), limit));
        var hidden = Marked().Count(id => folded.Graph.Find(id) is null);
        return hidden == 0 ? folded : With(folded.Graph.With(folded.Graph.Nodes, folded.Graph.Edges, $"{hidden} of the folded nodes were added, removed or changed; filters show them."));
    }

    private List<string> Marked() => [.. Graph.Nodes.Select(n => n.Id).Where(id => id != GraphNames.Host && MarkOf(id) != Mark.Same)];

    private GraphUnion With(TopologyGraph graph) => new(graph, Title, _marks, _told, _aliases, From, To);

    private static Mark MarkOf(string id, UnionSide from, UnionSide to, ILookup<string, Change> told) => (from.Graph.Find(id) is not null, to.Graph.Find(id) is not null) switch
    {
        (true, true) => told.Contains(id) ? Mark.Changed : Mark.Same,
        (true, false) => to.IsComplete || told[id].Any(c => c.Kind == ChangeKind.Removed) ? Mark.Removed : Mark.Unsure,
        _ => from.IsComplete || told[id].Any(c => c.Kind == ChangeKind.Added) ? Mark.Added : Mark.Unsure,
    };

    // Of states of one instant neither is the later one; the choice only has to be the same when they are swapped.
    private static bool IsFirst(HostState from, TopologyGraph fromGraph, HostState to, TopologyGraph toGraph) =>
        from.ObservedAt != to.ObservedAt ? from.ObservedAt < to.ObservedAt : string.CompareOrdinal(DotFormat.Write(fromGraph), DotFormat.Write(toGraph)) < 0;

    // Routes of the host, settings of the engine and the like are in no box.
    private static IEnumerable<string> Undrawn(IReadOnlyList<Change> changes, IReadOnlyCollection<string> nodes, Dictionary<string, string> aliases)
    {
        var drawn = nodes.Where(id => id != GraphNames.Host).ToHashSet(StringComparer.Ordinal);
        var told = changes.Where(c => c.Entity != ChangeEntity.Gap && !ConcernedNodes.Of(c).Any(name => drawn.Contains(aliases.GetValueOrDefault(name, name)))).Select(c => c.Summary).ToList();
        return told.Count == 0 ? [] : [$"In no box: {string.Join("; ", told.Take(MostUndrawn))}{(told.Count > MostUndrawn ? $"; and {told.Count - MostUndrawn} more" : "")}."];
    }

    private static IEnumerable<string> NotesOf(HostState from, HostState to) =>
        from.Gaps.Union(to.Gaps).Select(g => $"{(!from.Gaps.Contains(g) ? "The later state" : !to.Gaps.Contains(g) ? "The earlier state" : "Both states")} could not read: {g.Scope} ({g.Code}). {g.Detail}");
}
