using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using NetApi.Topology;
using Xunit;

namespace NetApi.Tests.Topology;

public sealed class TopologyResourceTests
{
    private static readonly ContainerRef Web = new(SampleHost.WebContainerId, "myweb");
    private static readonly NamespaceRef Host = new(SampleHost.HostId, NetnsKind.Host, "host");
    private static readonly NamespaceRef WebNamespace = new(SampleHost.WebId, NetnsKind.Container, "myweb");

    [Fact]
    public void Bridge_OfDocker_NamesItsNetworkAndTheContainerBehindEachPort()
    {
        var bridge = Assert.Single(BridgeResource.All(SampleHost.WithWeb));
        Assert.Equal(("docker0", 3, Host), (bridge.Name, bridge.Index, bridge.Namespace));
        Assert.Equal([InterfaceAddress.Parse("172.17.0.1/16")], bridge.Addresses);
        Assert.Equal(new NetworkRef(SampleHost.BridgeNetwork.Id, "bridge"), bridge.Network);
        Assert.Equal([new BridgePortResource("veth8d73f3e", 13, BridgePortState.Forwarding, Web)], bridge.Ports);
    }

    [Fact]
    public void Bridge_OfNoNetwork_IsShownToo()
    {
        var mine = SampleHost.Link(SampleHost.HostId, 20, "br0", "bridge");
        var bridge = BridgeResource.All(SampleHost.Empty with { Links = [SampleHost.Docker0, mine, SampleHost.Eth0 with { MasterIndex = 20 }] }).Single(b => b.Name == "br0");
        Assert.Null(bridge.Network);
        Assert.Equal([new BridgePortResource("eth0", 2, null, null)], bridge.Ports);
    }

    [Fact]
    public void Bridge_OfTheSameNameInAnotherNamespace_IsNotTheEngines()
    {
        var inner = SampleHost.Link(SampleHost.WebId, 5, "docker0", "bridge");
        var bridges = BridgeResource.All(SampleHost.WithWeb with { Links = [.. SampleHost.WithWeb.Links, inner] }).ToList();
        Assert.Equal([("docker0", "host", true), ("docker0", "myweb", false)], bridges.Select(b => (b.Name, b.Namespace!.Name, b.Network is not null)));
        Assert.Empty(bridges[1].Ports);
    }

    [Fact]
    public void Bridge_PortWhosePeerWasNotRead_HasNoContainer() =>
        Assert.Null(Assert.Single(Assert.Single(BridgeResource.All(SampleHost.WithWeb with { Links = [SampleHost.Docker0, SampleHost.WebHostEnd] })).Ports).Container);

    [Fact]
    public void VethPair_Confirmed_ShowsBothEnds()
    {
        var pair = Assert.Single(VethPairResource.All(SampleHost.WithWeb));
        Assert.Equal(VethVerdict.Confirmed, pair.Verdict);
        Assert.Equal((Host, "veth8d73f3e", 13, "docker0", null), (pair.Ends[0].Namespace, pair.Ends[0].Name, pair.Ends[0].Index, pair.Ends[0].Master, pair.Ends[0].Container));
        Assert.Equal((WebNamespace, "eth0", 12, null, Web), (pair.Ends[1].Namespace, pair.Ends[1].Name, pair.Ends[1].Index, pair.Ends[1].Master, pair.Ends[1].Container));
        Assert.Equal([InterfaceAddress.Parse("172.17.0.7/16")], pair.Ends[1].Addresses);
    }

    [Fact]
    public void VethPair_OneSided_SaysOfTheOtherEndWhatTheFirstKnows()
    {
        var pair = Assert.Single(VethPairResource.All(SampleHost.WithWeb with { Links = [SampleHost.Docker0, SampleHost.WebHostEnd] }));
        Assert.Equal(VethVerdict.OneSided, pair.Verdict);
        Assert.Equal(new VethEndResource(WebNamespace, null, 12, null, null, null, null, null, null), pair.Ends[1]);
    }

    [Fact]
    public void VethPair_Hidden_HasTheIndexAlone()
    {
        var pair = Assert.Single(VethPairResource.All(SampleHost.Empty with { Links = [SampleHost.WebHostEnd with { Parent = new LinkReference(12, null) }] }));
        Assert.Equal(VethVerdict.Hidden, pair.Verdict);
        Assert.Equal(new VethEndResource(null, null, 12, null, null, null, null, null, null), pair.Ends[1]);
    }

    [Fact]
    public void VethPair_ThatNamesNoPeer_HasNothingOfTheOtherEnd()
    {
        var pair = Assert.Single(VethPairResource.All(SampleHost.Empty with { Links = [SampleHost.WebHostEnd with { Parent = null }] }));
        Assert.Equal((VethVerdict.Hidden, (int?)null), (pair.Verdict, pair.Ends[1].Index));
    }

    [Fact]
    public void Namespace_ShowsLinksMastersAndContainers()
    {
        var all = NamespaceResource.All(SampleHost.WithWeb).ToList();
        Assert.Equal(["host", "myweb"], all.Select(n => n.Name));
        Assert.Equal([("eth0", null), ("docker0", null), ("veth8d73f3e", "docker0")], all[0].Links.Select(l => (l.Name, l.Master)));
        Assert.Equal((4026532281UL, 4097UL), (all[1].Inode, all[1].Cookie!.Value));
        Assert.Equal([Web], all[1].Containers);
        Assert.Equal(["/run/docker/netns/3f2a1b0c9d8e"], all[1].Paths);
    }

    [Fact]
    public void Namespace_OfAContainerThatVanished_NamesItsId()
    {
        var web = NamespaceResource.All(SampleHost.WithWeb with { Containers = [] }).Last();
        Assert.Equal([new ContainerRef(SampleHost.WebContainerId, SampleHost.WebContainerId)], web.Containers);
    }

    [Fact]
    public void Namespace_ThatContainersShare_NamesAll()
    {
        var second = SampleHost.Web with { Id = new string('c', 64), Name = "sidecar", NetworkMode = $"container:{SampleHost.WebContainerId}" };
        var state = SampleHost.WithWeb with
        {
            Containers = [SampleHost.Web, second],
            Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace with { ContainerIds = [SampleHost.WebContainerId, second.Id] }],
        };
        Assert.Equal(["myweb", "sidecar"], NamespaceResource.All(state).Last().Containers.Select(c => c.Name));
    }
}
