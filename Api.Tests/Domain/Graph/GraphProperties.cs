using System.Collections.Immutable;
using System.Text.Json;
using FsCheck.Xunit;
using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using Xunit;

namespace NetApi.Tests.Domain.Graph;

[Properties(Arbitrary = [typeof(HostGenerators)], MaxTest = 200)]
public sealed class GraphProperties
{
    [Property]
    public void Ids_are_unique_and_no_edge_dangles(RandomHost host) => AssertSound(TopologyGraph.Of(host.State));

    [Property]
    public void The_same_network_gives_the_same_graph(RandomHost host, int seed)
    {
        var shuffled = new Random(seed);
        T[] Shuffled<T>(IEnumerable<T> items) => [.. items.OrderBy(_ => shuffled.Next())];
        var again = host.State with
        {
            Namespaces = [.. Shuffled(host.State.Namespaces)],
            Links = [.. Shuffled(host.State.Links)],
            Containers = [.. Shuffled(host.State.Containers)],
            Networks = [.. Shuffled(host.State.Networks)],
        };
        Assert.Equal(Text(TopologyGraph.Of(host.State)), Text(TopologyGraph.Of(again)));
        Assert.Equal(SvgFormat.Write(TopologyGraph.Of(host.State)), SvgFormat.Write(TopologyGraph.Of(again)));
    }

    [Property]
    public void A_focus_is_a_part_that_grows_with_its_depth(RandomHost host, int seed, byte depth)
    {
        var graph = TopologyGraph.Of(host.State);
        var root = graph.Nodes[(int)((uint)seed % graph.Nodes.Length)].Id;
        var (near, far) = (graph.Focus([root], depth % 5), graph.Focus([root], (depth % 5) + 1));
        AssertSound(near);
        Assert.Contains(near.Nodes, n => n.Id == root);
        Assert.Empty(near.Nodes.Except(far.Nodes));
        Assert.Empty(far.Nodes.Except(graph.Nodes));
        Assert.Empty(near.Edges.Except(far.Edges));
        Assert.Empty(far.Edges.Except(graph.Edges));
    }

    [Property]
    public void Folding_keeps_every_count(RandomHost host)
    {
        var graph = TopologyGraph.Of(host.State);
        var folded = graph.Collapse();
        AssertSound(folded);
        Assert.Equal(Counts(graph), Counts(folded));
    }

    [Property]
    public void Folding_spares_what_is_to_be_kept(RandomHost host)
    {
        var graph = TopologyGraph.Of(host.State);
        var kept = graph.Nodes.Where(n => n.Kind == NodeKind.Container).Select(n => n.Id).Take(1).ToList();
        Assert.Empty(kept.Except(graph.Collapse(kept).Nodes.Select(n => n.Id)));
    }

    [Property]
    public void Any_limit_of_nodes_is_kept(RandomHost host, byte limit)
    {
        var graph = TopologyGraph.Of(host.State);
        var most = 9 + (limit % 40);
        var folded = graph.FoldedTo(g => g.Nodes.Length <= most, [], "a limit");
        AssertSound(folded);
        Assert.InRange(folded.Nodes.Length, 1, most);
        Assert.Equal(Counts(graph), Counts(folded));
    }

    [Property]
    public void Boxes_of_a_picture_do_not_cover_each_other(RandomHost host) => PictureGeometry.AssertClear(TopologyGraph.Of(host.State));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(200)]
    public void Boxes_do_not_cover_each_other_however_many(int containers)
    {
        PictureGeometry.AssertClear(TopologyGraph.Of(DrawnHost.Of(containers)));
        PictureGeometry.AssertClear(TopologyGraph.Of(DrawnHost.Of(containers)).Collapse());
    }

    private static void AssertSound(TopologyGraph graph)
    {
        Assert.Distinct(graph.Nodes.Select(n => n.Id));
        Assert.Distinct(graph.Edges.Select(e => e.Id));
        Assert.All(graph.Edges, e => Assert.True(graph.Find(e.Source) is not null && graph.Find(e.Target) is not null, e.Id));
        Assert.Equal(graph.Nodes, GraphBuilder.InOrder(graph.Nodes));
        Assert.Equal(graph.Edges, GraphBuilder.InOrder(graph.Edges));
    }

    private static ImmutableSortedDictionary<NodeKind, int> Counts(TopologyGraph graph) => graph.Nodes
        .SelectMany(n => n.Folded?.Kinds ?? [new KindCount(n.Kind, 1)])
        .GroupBy(k => k.Kind)
        .ToImmutableSortedDictionary(k => k.Key, k => k.Sum(c => c.Count));

    private static string Text(TopologyGraph graph) => JsonSerializer.Serialize(new { graph.Nodes, graph.Edges });
}
