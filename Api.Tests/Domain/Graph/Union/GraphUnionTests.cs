using NetApi.Domain.Diff;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Graph.Union;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Graph.Union;

public sealed class GraphUnionTests
{
    [Fact]
    public void What_one_state_has_is_added_or_removed()
    {
        var added = UnionOf(SampleHost.Empty, SampleHost.WithWeb);
        Assert.Equal(
            ["port:0.0.0.0:8000/tcp", "link:container:myweb/eth0", "veth:container:myweb/eth0", "namespace:container:myweb", "container:myweb"],
            Marked(added, Mark.Added));
        Assert.Equal(Marked(added, Mark.Added), Marked(UnionOf(SampleHost.WithWeb, SampleHost.Empty), Mark.Removed));
        Assert.Empty(Marked(added, Mark.Changed));
    }

    [Fact]
    public void A_container_that_was_restarted_is_the_same_nodes_under_new_ids()
    {
        var again = new NetnsId("6f1c2a9b-5001");
        var later = SampleHost.WithWeb with
        {
            ObservedAt = SampleHost.ObservedAt.AddMinutes(1),
            Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace with { Id = again, Cookie = 5001, Inode = 4026532999 }],
            Links = [SampleHost.Eth0, SampleHost.Docker0, .. SampleHost.Veth(SampleHost.WebHostEnd with { Index = 15, Name = "veth0123abc" }, SampleHost.WebEth0 with { Index = 14, Namespace = again })],
        };
        var union = UnionOf(SampleHost.WithWeb, later);
        Assert.DoesNotContain(union.Graph.Nodes, n => union.MarkOf(n.Id) is Mark.Added or Mark.Removed or Mark.Unsure);
        Assert.Equal("veth0123abc", union.Graph.Find("veth:container:myweb/eth0")!.Name);
        Assert.All(Picture.Of(union).Lines, l => Assert.Equal(Mark.Same, l.Mark));
    }

    [Fact]
    public void A_renamed_container_is_one_node_that_changed()
    {
        var later = SampleHost.WithWeb.ChangeWeb(c => c with { Name = "shop" }) with { ObservedAt = SampleHost.ObservedAt.AddMinutes(1), Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace with { Name = "shop" }] };
        var union = UnionOf(SampleHost.WithWeb, later);
        Assert.Equal(Mark.Changed, union.MarkOf("container:shop"));
        Assert.DoesNotContain(union.Graph.Nodes, n => union.MarkOf(n.Id) is Mark.Added or Mark.Removed);
    }

    [Fact]
    public void What_differs_in_a_node_that_both_have_is_changed_and_told()
    {
        var union = UnionOf(SampleHost.WithWeb, SampleHost.WithWeb.Change("eth0", l => l with { MtuBytes = 1400 }));
        Assert.Equal(["link:host/eth0"], Marked(union, Mark.Changed));
        Assert.Equal(["link eth0 has MTU 1400 (was 1500)"], union.ToldOf("link:host/eth0"));
        Assert.Equal(["link eth0 has MTU 1400 (was 1500)"], Picture.Of(union).Boxes.Single(b => b.Mark == Mark.Changed).Told);
    }

    [Fact]
    public void What_the_other_state_could_not_look_at_is_neither_added_nor_removed()
    {
        var union = UnionOf(SampleHost.WithWeb, SampleHost.WithWeb.WithoutEngine());
        Assert.Empty(Marked(union, Mark.Removed));
        Assert.Equal(Mark.Unsure, union.MarkOf("container:myweb"));
        Assert.Contains("The later state could not read: engine (engine-unavailable).", Assert.Single(union.Graph.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain(Picture.Of(union).Lines, l => l.Mark is Mark.Added or Mark.Removed);
    }

    [Fact]
    public void A_container_that_stops_keeps_its_box_and_loses_its_links()
    {
        var stopped = SampleHost.Empty with { Containers = [SampleHost.Web with { State = ContainerState.Exited, Pid = null }], ObservedAt = SampleHost.ObservedAt.AddMinutes(1) };
        var picture = Picture.Of(UnionOf(SampleHost.WithWeb, stopped));
        var card = picture.Boxes.Single(b => b.Id == "container:myweb");
        Assert.Equal((Mark.Changed, Mark.Removed), (card.Mark, Assert.Single(card.Rows).Mark));
        Assert.Equal("~ myweb\nnginx\nexited\n− eth0  172.17.0.7/16", MarkStyle.Signed(card));
        Assert.Contains(picture.Lines, l => l.To == "container:myweb" && l.Mark == Mark.Removed);
        Assert.Equal(Mark.Changed, picture.Boxes.Single(b => b.Look == Look.Port).Mark);
    }

    [Fact]
    public void What_is_in_no_box_is_told_below()
    {
        var union = UnionOf(SampleHost.Empty, SampleHost.Empty with { Routes = [SampleHost.BridgeRoute] });
        Assert.Equal(["In no box: route default via 192.0.2.1 dev eth0 is gone."], union.Graph.Notes);
    }

    [Fact]
    public void A_part_has_what_was_asked_for_and_what_is_near()
    {
        var later = DrawnHost.Of(5).Change("eth0", l => l with { MtuBytes = 1400 });
        var union = UnionOf(DrawnHost.Of(5), later).Around([], ["myweb"], []);
        Assert.NotNull(union.Graph.Find("container:myweb"));
        Assert.Null(union.Graph.Find("link:host/virbr0"));
        Assert.Empty(UnionOf(DrawnHost.Of(5), later).Around([], [], []).Graph.Nodes);
    }

    [Fact]
    public void Folding_keeps_what_is_marked()
    {
        var before = DrawnHost.Of(80, withOddities: false);
        var target = before.Containers.First(c => c.IsLive && c.Name != "myweb");
        var later = before with { Containers = before.Containers.Replace(target, target with { Image = "other" }), ObservedAt = before.ObservedAt.AddMinutes(1) };
        var folded = UnionOf(before, later).Folded();
        Assert.Equal(Mark.Changed, folded.MarkOf($"container:{target.Name}"));
        Assert.InRange(folded.Graph.ShownContainers, 1, 3);
        var fitted = UnionOf(before, later).FoldedTo(MermaidFormat.Fits, "Mermaid's limits");
        Assert.True(MermaidFormat.Fits(fitted));
        Assert.NotNull(fitted.Graph.Find($"container:{target.Name}"));
    }

    [Fact]
    public void Two_thousand_containers_fit_into_a_flowchart()
    {
        var (before, later) = (LargeHost.Of(2_000), LargeHost.Of(2_010));
        var union = UnionOf(before, later with { ObservedAt = before.ObservedAt.AddMinutes(1) });
        Assert.True(MermaidFormat.Fits(union.FoldedTo(MermaidFormat.Fits, "Mermaid's limits")));
        Assert.InRange(union.Folded().Graph.ShownContainers, 10, 12);
    }

    internal static GraphUnion UnionOf(HostState from, HostState to) => GraphUnion.Of(from, to, HostDiff.Compare(from, to), "What changed");

    private static IEnumerable<string> Marked(GraphUnion union, Mark mark) => union.Graph.Nodes.Select(n => n.Id).Where(id => union.MarkOf(id) == mark);
}
