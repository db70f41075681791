using System.Net;
using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Graph;

public sealed class TopologyGraphTests
{
    private static readonly TopologyGraph Web = TopologyGraph.Of(SampleHost.WithWeb);

    [Fact]
    public void Of_TheArticlesHost_HasANodeForEachThing() => Assert.Equal(
        [
            "host", "link:host/eth0", "port:0.0.0.0:8000/tcp", "link:host/docker0", "network:bridge",
            "link:host/veth8d73f3e", "link:myweb/eth0", "namespace:myweb", "container:myweb",
        ],
        Web.Nodes.Select(n => n.Id));

    [Fact]
    public void Of_TheArticlesHost_HasAnEdgeForEachRelation() => Assert.Equal(
        [
            "attached:container:myweb>network:bridge",
            "carriedBy:network:bridge>link:host/docker0",
            "enslaved:link:host/veth8d73f3e>link:host/docker0",
            "forwards:port:0.0.0.0:8000/tcp>container:myweb:80/tcp",
            "in:container:myweb>namespace:myweb",
            "in:link:host/docker0>host",
            "in:link:host/eth0>host",
            "in:link:host/veth8d73f3e>host",
            "in:link:myweb/eth0>namespace:myweb",
            "in:port:0.0.0.0:8000/tcp>host",
            "peer:link:host/veth8d73f3e>link:myweb/eth0",
        ],
        Web.Edges.Select(e => e.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Of_AVethPair_CarriesItsEvidence() => Assert.Equal(
        new PeerEvidence(VethVerdict.Confirmed, new PeerEnd(13, SampleHost.HostId, 12, SampleHost.WebId), new PeerEnd(12, SampleHost.WebId, 13, SampleHost.HostId)),
        Web.Edges.Single(e => e.Kind == EdgeKind.Peer).Evidence);

    [Fact]
    public void Of_NothingWrong_FindsNoOrphan() => Assert.All(Web.Nodes, n => Assert.Null(n.Orphan));

    [Fact]
    public void Of_AVethWithoutAPeer_MarksItAsTheListsDo()
    {
        var state = SampleHost.WithWeb.Change("veth8d73f3e", l => l with { Parent = new LinkReference(12, null) });
        var graph = TopologyGraph.Of(state);
        var index = HostIndex.Of(state);
        foreach (var link in state.Links.Where(l => l.IsVeth))
        {
            var orphan = graph.Nodes.Single(n => n.Kind == NodeKind.VethEnd && n.Name == link.Name).Orphan;
            Assert.Equal((OrphanKind.VethWithoutPeer, index.Orphans.Of(index.Pairs.Of(link)!)), (orphan!.Kind, orphan));
        }
        Assert.Equal("ifindex 12 of a namespace that cannot be seen", graph.Find("link:host/veth8d73f3e")!.UnseenPeer);
        Assert.Equal("ifindex 13 of namespace host (6f1c2a9b-1), which names another", graph.Find("link:myweb/eth0")!.UnseenPeer);
        Assert.DoesNotContain(graph.Edges, e => e.Kind == EdgeKind.Peer);
    }

    [Theory]
    [InlineData(12, null, "ifindex 12 of a namespace that cannot be seen")]
    [InlineData(12, "6f1c2a9b-4097", "ifindex 12 of namespace myweb (6f1c2a9b-4097), which was not read")]
    [InlineData(null, null, "the kernel names none")]
    public void Of_AVethWhosePeerMayBeInWhatWasNotRead_SaysThatAndMarksNothing(int? peer, string? netns, string said)
    {
        var parent = peer is { } index ? new LinkReference(index, netns is null ? null : new NetnsId(netns)) : null;
        var state = SampleHost.WithWeb.Change("veth8d73f3e", l => l with { Parent = parent });
        var blind = state with { Links = [.. state.Links.Where(l => l.Namespace != SampleHost.WebId)], Gaps = [new Gap("namespace:4026532281", "namespace-unreadable", "setns: EPERM")] };
        var end = TopologyGraph.Of(blind).Find("link:host/veth8d73f3e")!;
        Assert.Equal((null, said), (end.Orphan, end.UnseenPeer));
        var picture = Picture.Of(TopologyGraph.Of(blind));
        Assert.Equal(said, Assert.Single(Assert.Single(picture.Boxes, b => b.Look == Look.Unseen).Lines));
        Assert.DoesNotContain(picture.Boxes, b => b.Warning is not null);
    }

    [Fact]
    public void Of_ANamespaceThatABindMountAloneHolds_MarksIt()
    {
        var left = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Process, Name = "/run/docker/netns/77", Paths = ["/run/docker/netns/77"] };
        var withProcess = left with { Id = new NetnsId("6f1c2a9b-78"), Name = "sleep", Paths = ["/run/docker/netns/78"] };
        var state = SampleHost.WithWeb with { Namespaces = [.. SampleHost.WithWeb.Namespaces, left, withProcess] };
        Assert.Equal(OrphanKind.NamespaceWithoutProcess, TopologyGraph.Of(state).Find("namespace:/run/docker/netns/77")!.Orphan?.Kind);
        Assert.Null(TopologyGraph.Of(state).Find("namespace:sleep")!.Orphan);
        Assert.All(new[] { "engine", "processes" }, scope => Assert.Null(TopologyGraph.Of(state with { Gaps = [new Gap(scope, "x", "y")] }).Find("namespace:/run/docker/netns/77")!.Orphan));
    }

    [Fact]
    public void Of_ABridgeWithoutANetwork_MarksItWhereTheEngineWasRead()
    {
        var state = SampleHost.WithWeb with { Links = [.. SampleHost.WithWeb.Links, SampleHost.Link(SampleHost.HostId, 40, "br-0123456789ab", "bridge"), SampleHost.Link(SampleHost.HostId, 41, "virbr0", "bridge")] };
        Assert.Equal(OrphanKind.BridgeWithoutNetwork, TopologyGraph.Of(state).Find("link:host/br-0123456789ab")!.Orphan?.Kind);
        Assert.Null(TopologyGraph.Of(state).Find("link:host/virbr0")!.Orphan);
        Assert.All(TopologyGraph.Of(state.WithoutEngine()).Nodes, n => Assert.Null(n.Orphan));
    }

    [Fact]
    public void Of_ANetworkWhoseBridgeIsGone_MarksIt()
    {
        var state = SampleHost.Empty with { Links = [SampleHost.Eth0] };
        Assert.Equal(
            new Orphan(OrphanKind.NetworkWithoutBridge, "The host has no bridge docker0, which carries network bridge. Its containers reach nothing through it."),
            TopologyGraph.Of(state).Find("network:bridge")!.Orphan);
        Assert.Null(TopologyGraph.Of(state with { Namespaces = [], Links = [] }).Find("network:bridge")!.Orphan);
    }

    [Fact]
    public void Of_AVethWithTheDefaultRoute_IsTheNic()
    {
        var uplink = SampleHost.Link(SampleHost.HostId, 2, "uplink", "veth") with { Parent = new LinkReference(9, null) };
        var graph = TopologyGraph.Of(SampleHost.Empty with { Links = [uplink, SampleHost.Docker0] });
        Assert.Equal((NodeKind.Nic, null), (graph.Find("link:host/uplink")!.Kind, graph.Find("link:host/uplink")!.Orphan));
    }

    [Fact]
    public void Of_AVlan_HangsOnItsParent()
    {
        var vlan = SampleHost.Link(SampleHost.HostId, 30, "eth0.30", "vlan") with { Parent = new LinkReference(2, SampleHost.HostId), Vlan = new VlanSettings(30, "802.1Q") };
        var graph = TopologyGraph.Of(SampleHost.Empty with { Links = [SampleHost.Eth0, SampleHost.Docker0, vlan] });
        Assert.Contains(graph.Edges, e => e.Id == "parent:link:host/eth0.30>link:host/eth0");
        Assert.Contains(new NodeDetail("vlan", "30 802.1Q"), graph.Find("link:host/eth0.30")!.Details);
    }

    [Fact]
    public void Of_NamespacesOfOneName_HaveTheirIdsInTheirs()
    {
        NetworkNamespace Twin(int id, string name) => new() { Id = new NetnsId($"6f1c2a9b-{id}"), Inode = (ulong)id, Kind = NetnsKind.Process, Name = name };
        var state = SampleHost.WithWeb with { Namespaces = [.. SampleHost.WithWeb.Namespaces, Twin(50, "sh"), Twin(51, "sh"), Twin(52, "host"), Twin(53, "sh@6f1c2a9b-50")] };
        Assert.Equal(
            ["namespace:host@6f1c2a9b-52", "namespace:myweb", "namespace:sh@6f1c2a9b-50", "namespace:sh@6f1c2a9b-50@6f1c2a9b-53", "namespace:sh@6f1c2a9b-51"],
            TopologyGraph.Of(state).Nodes.Where(n => n.Kind == NodeKind.Namespace).Select(n => n.Id));
    }

    [Fact]
    public void Of_APortOfAStoppedContainer_IsIdle()
    {
        var graph = TopologyGraph.Of(SampleHost.Empty with { Containers = [SampleHost.Web with { State = ContainerState.Exited, PublishedPorts = [SampleHost.WebPort, new PublishedPort(IPAddress.Any, 0, 81, TransportProtocol.Tcp)] }] });
        Assert.All(graph.Edges.Where(e => e.Kind is EdgeKind.Forwards or EdgeKind.Attached), e => Assert.True(e.IsIdle));
        Assert.Equal("port:0.0.0.0:8000/tcp", Assert.Single(graph.Nodes, n => n.Kind == NodeKind.PublishedPort).Id);
        Assert.Contains(graph.Find("container:myweb")!.Details, d => d.Name == "publishedAtStart");
    }
}
