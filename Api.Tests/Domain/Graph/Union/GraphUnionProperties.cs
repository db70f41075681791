using System.Xml.Linq;
using FsCheck.Xunit;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Graph.Union;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Graph.Union;

[Properties(Arbitrary = [typeof(HostGenerators), typeof(ChangedHostGenerators)], MaxTest = 150)]
public sealed class GraphUnionProperties
{
    [Property]
    public void Of_any_two_hosts_no_edge_dangles_and_ids_are_unique(RandomHost from, RandomHost to)
    {
        var graph = GraphUnionTests.UnionOf(from.State, to.State).Graph;
        Assert.Distinct(graph.Nodes.Select(n => n.Id));
        Assert.Distinct(graph.Edges.Select(e => e.Id));
        Assert.All(graph.Edges, e => Assert.True(graph.Find(e.Source) is not null && graph.Find(e.Target) is not null));
    }

    [Property]
    public void The_same_thing_is_at_the_same_place_in_either_direction(RandomHost from, RandomHost to) => AssertMirrored(from.State, to.State);

    [Property]
    public void The_same_thing_is_at_the_same_place_after_a_few_changes(ChangedHost changed) => AssertMirrored(changed.From, changed.To);

    [Property]
    public void Nothing_is_marked_where_nothing_changed(RandomHost host)
    {
        var picture = Picture.Of(GraphUnionTests.UnionOf(host.State, host.State with { ObservedAt = host.State.ObservedAt.AddSeconds(1) }));
        Assert.Empty(picture.Marks);
    }

    [Property]
    public void Of_any_two_hosts_every_format_can_be_written(ChangedHost changed)
    {
        var union = GraphUnionTests.UnionOf(changed.From, changed.To);
        XElement.Parse(SvgFormat.Write(union));
        XElement.Parse(SvgFormat.Write(union.Folded()));
        Assert.NotEmpty(DotFormat.Write(union));
        Assert.True(MermaidFormat.Fits(union.FoldedTo(MermaidFormat.Fits, "Mermaid's limits")));
    }

    private static void AssertMirrored(HostState from, HostState to)
    {
        var (forth, back) = (Picture.Of(GraphUnionTests.UnionOf(from, to)), Picture.Of(GraphUnionTests.UnionOf(to, from)));
        Assert.Equal(PlacesOf(forth), PlacesOf(back));
        Assert.Equal(forth.Boxes.Select(b => (b.Id, Mirror(b.Mark))), back.Boxes.Select(b => (b.Id, b.Mark)));
        Assert.Equal(forth.Lines.Select(l => (l.From, l.To, Mirror(l.Mark))), back.Lines.Select(l => (l.From, l.To, l.Mark)));
    }

    private static IEnumerable<(string, double, double, double, double)> PlacesOf(Picture picture) =>
        SvgLayout.Of(picture).Frames.Values.Select(f => (f.Box.Id, f.X, f.Y, f.Width, f.Height)).OrderBy(f => f.Item1, StringComparer.Ordinal);

    private static Mark Mirror(Mark mark) => mark switch
    {
        Mark.Added => Mark.Removed,
        Mark.Removed => Mark.Added,
        _ => mark,
    };
}
