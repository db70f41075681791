using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Diff;

/// <summary>Every sentence a diff can say, as golden text.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void Compare_ContainerRunAndRemoved_TellsEverythingThatCameAndWent()
    {
        Assert.Equal(
            [
                "port 8000/tcp of myweb is now published on 0.0.0.0",
                "container myweb was created and started",
                "myweb joined network bridge",
                "veth pair of myweb (eth0) with veth8d73f3e on docker0 is new",
                "address 172.17.0.7/16 was added to eth0 of container myweb",
                "network namespace of container myweb is new",
            ],
            Summaries(Empty, WithWeb));
        Assert.Equal(
            [
                "port 8000/tcp of myweb is no longer published on 0.0.0.0",
                "container myweb was removed",
                "myweb left network bridge",
                "veth pair of myweb (eth0) with veth8d73f3e on docker0 is gone",
                "address 172.17.0.7/16 was removed from eth0 of container myweb",
                "network namespace of container myweb is gone",
            ],
            Summaries(WithWeb, Empty));
    }

    [Fact]
    public void Compare_ContainerRun_KeysAreHuman() => Assert.Equal(
        ["0.0.0.0:8000/tcp", "myweb", "myweb/bridge", "container:myweb/eth0", "container:myweb/eth0/172.17.0.7/16", "container:myweb"],
        HostDiff.Compare(Empty, WithWeb).Select(c => c.Key));

    [Fact]
    public void Compare_ContainerRestarted_TellsTheNewVethAndNothingVolatile()
    {
        var id = new NetnsId("6f1c2a9b-5001");
        var restarted = WithWeb with
        {
            Containers = [Web with { Pid = 9999, StartedAt = ObservedAt, SandboxKey = "/var/run/docker/netns/ffff" }],
            Namespaces = [HostNamespace, WebNamespace with { Id = id, Inode = 4026532999, Cookie = 5001, Paths = ["/run/docker/netns/ffff"] }],
            Links =
            [
                Eth0,
                Docker0,
                WebHostEnd with { Name = "vethab12cd3", Index = 15, Parent = new LinkReference(14, id) },
                WebLoopback with { Namespace = id },
                WebEth0 with { Namespace = id, Index = 14, Parent = new LinkReference(15, HostId) },
            ],
        };
        Assert.Equal(
            ["container myweb was restarted", "veth pair of myweb (eth0) is now with vethab12cd3 on docker0 (was veth8d73f3e on docker0)"],
            Summaries(WithWeb, restarted));
    }

    [Theory]
    [InlineData(ContainerState.Created, ContainerState.Running, "container myweb was started")]
    [InlineData(ContainerState.Exited, ContainerState.Running, "container myweb was started")]
    [InlineData(ContainerState.Paused, ContainerState.Running, "container myweb was unpaused")]
    [InlineData(ContainerState.Running, ContainerState.Paused, "container myweb was paused")]
    [InlineData(ContainerState.Running, ContainerState.Exited, "container myweb ended with exit code 137")]
    [InlineData(ContainerState.Running, ContainerState.Restarting, "container myweb is now restarting (was running)")]
    [InlineData(ContainerState.Exited, ContainerState.Dead, "container myweb is now dead (was exited)")]
    public void Compare_ContainerState_IsTold(ContainerState before, ContainerState after, string expected)
    {
        var (from, to) = (InState(before), InState(after));
        Assert.Equal(expected, Single(from, to, ChangeEntity.Container).Summary);
    }

    [Theory]
    [InlineData(ContainerState.Created, "container myweb was created")]
    [InlineData(ContainerState.Exited, "container myweb was created and is now exited")]
    public void Compare_ContainerThatDoesNotRun_IsCreatedOnly(ContainerState state, string expected) =>
        Assert.Equal(expected, Single(Empty, InState(state), ChangeEntity.Container).Summary);

    [Fact]
    public void Compare_ContainerEndedAgain_IsTold() => Assert.Equal(
        "container myweb ran again and ended with exit code 1",
        Single(InState(ContainerState.Exited), InState(ContainerState.Exited).ChangeWeb(c => c with { ExitCode = 1 }), ChangeEntity.Container).Summary);

    [Fact]
    public void Compare_ContainerRecreated_SaysSoAndWhatDiffers()
    {
        var to = WithWeb.ChangeWeb(c => c with { Id = new string('c', 64), Image = "nginx:2", Command = ["nginx", "-T"], RestartPolicy = "always", MemoryLimitBytes = 64 << 20, Tty = true });
        var change = Single(WithWeb, to, ChangeEntity.Container);
        Assert.Equal(
            "container myweb was recreated, has image nginx:2 (was nginx), has command nginx, -T (was none), has terminal on (was off), has restart policy always (was no), has memory limit in bytes 67108864 (was none)",
            change.Summary);
        Assert.Equal((ChangeKind.Changed, new string('a', 64), new string('c', 64)), (change.Kind, ((ContainerView)change.Before!).Id, ((ContainerView)change.After!).Id));
    }

    [Fact]
    public void Compare_ContainerRenamed_IsOneChange()
    {
        var to = WithWeb.ChangeWeb(c => c with { Name = "shop" }) with
        {
            ObservedAt = ObservedAt.AddMinutes(1),
            Namespaces = [HostNamespace, WebNamespace with { Name = "shop" }],
        };
        var change = Assert.Single(HostDiff.Compare(WithWeb, to));
        Assert.Equal(("shop", "container myweb was renamed to shop"), (change.Key, change.Summary));
        var back = Assert.Single(HostDiff.Compare(to, WithWeb));
        Assert.Equal(("shop", "container shop was renamed to myweb"), (back.Key, back.Summary));
    }

    [Fact]
    public void Compare_NameTakenOver_BelongsToTheContainerThatHasItNow()
    {
        var other = Web with { Id = new string('c', 64), PublishedPorts = [], Networks = [], State = ContainerState.Created };
        var to = WithWeb with { Containers = [other, Web with { Name = "shop" }] };
        Assert.Equal(
            ["container myweb was recreated, is now created (was running)", "container shop had the name myweb before"],
            HostDiff.Compare(WithWeb, to).Where(c => c.Entity == ChangeEntity.Container).Select(c => c.Summary));
    }

    [Fact]
    public void Compare_PortLeadsElsewhere_IsOneChange()
    {
        var to = WithWeb.ChangeWeb(c => c with { PublishedPorts = [WebPort with { ContainerPort = 8080 }] });
        Assert.Equal(["port 8000/tcp on 0.0.0.0 now leads to port 8080 of myweb (was port 80 of myweb)"], Summaries(WithWeb, to));
    }

    [Fact]
    public void Compare_PortOfIpv6_HasBracketsInItsKey()
    {
        var to = WithWeb.ChangeWeb(c => c with { PublishedPorts = [WebPort, new PublishedPort(IPAddress.IPv6Any, 5353, 53, TransportProtocol.Udp)] });
        var change = Assert.Single(HostDiff.Compare(WithWeb, to));
        Assert.Equal(("[::]:5353/udp", "port 5353/udp of myweb is now published on ::"), (change.Key, change.Summary));
    }

    [Fact]
    public void Compare_Networks_AreTold()
    {
        var app = BridgeNetwork with { Id = new string('d', 64), Name = "app", BridgeName = "br-app" };
        var with = Empty with { Networks = [app, BridgeNetwork] };
        Assert.Equal(["network app was created"], Summaries(Empty, with));
        Assert.Equal(["network app was removed"], Summaries(with, Empty));
        Assert.Equal(
            ["network app was recreated, is now internal, has IPv6 on (was off), has subnets none (was 172.17.0.0/16 gateway 172.17.0.1)"],
            Summaries(with, Empty with { Networks = [app with { Id = new string('e', 64), IsInternal = true, Ipv6Enabled = true, Subnets = [] }, BridgeNetwork] }));
    }

    [Fact]
    public void Compare_NetworksOfOneName_AreToldApartById()
    {
        var twin = BridgeNetwork with { Id = new string('d', 64) };
        var change = Assert.Single(HostDiff.Compare(Empty with { Networks = [BridgeNetwork, twin] }, Empty));
        Assert.Equal((ChangeKind.Removed, $"bridge ({new string('d', 64)})"), (change.Kind, change.Key));
    }

    [Fact]
    public void Compare_Aliases_AreToldWithoutTheShortId()
    {
        HostState With(params string[] aliases) => WithWeb.ChangeWeb(c => c with { Networks = [WebAttachment with { Aliases = [.. aliases] }] });
        Assert.Equal(["myweb in network bridge has aliases shop, www (was none)"], Summaries(With("aaaaaaaaaaaa"), With("www", "shop", "aaaaaaaaaaaa")));
    }

    [Fact]
    public void Compare_Bridges_AreTold()
    {
        var br = Link(HostId, 7, "br-app", "bridge");
        var with = Empty with { Links = [Eth0, Docker0, br] };
        Assert.Equal(["bridge br-app is new"], Summaries(Empty, with));
        Assert.Equal(["bridge br-app is gone"], Summaries(with, Empty));
        Assert.Equal(
            ["bridge br-app is now down (was up), has MTU 1400 (was 1500)"],
            Summaries(with, with.Change("br-app", l => l with { State = LinkState.Down, MtuBytes = 1400, Index = 70 })));
        Assert.Equal(["bridge br-app was set down"], Summaries(with, with.Change("br-app", l => l with { State = LinkState.Down, IsUp = false })));
    }

    [Fact]
    public void Compare_Links_AreTold()
    {
        var dummy = Link(HostId, 8, "dummy0", "dummy");
        var with = Empty with { Links = [Eth0, Docker0, dummy] };
        Assert.Equal(["link dummy0 is new"], Summaries(Empty, with));
        Assert.Equal(["link dummy0 is gone"], Summaries(with, Empty));
        Assert.Equal(["link dummy0 is now a port of docker0"], Summaries(with, with.Change("dummy0", l => l with { MasterIndex = 3 })));
        Assert.Equal(["link dummy0 is no longer a port of docker0"], Summaries(with.Change("dummy0", l => l with { MasterIndex = 3 }), with));
        Assert.Equal(
            ["link dummy0 is now of kind vxlan (was dummy), has MAC 02:00:00:00:00:09 (was none)"],
            Summaries(with, with.Change("dummy0", l => l with { Kind = "vxlan", Mac = MacAddress.Parse("02:00:00:00:00:09") })));
    }

    [Fact]
    public void Compare_VethEnds_AreTold()
    {
        var br = Link(HostId, 7, "br-app", "bridge");
        var start = WithWeb with { Links = WithWeb.Links.Add(br) };
        Assert.Equal(["veth8d73f3e moved from docker0 to br-app"], Summaries(start, start.Change("veth8d73f3e", l => l with { MasterIndex = 7 })));
        Assert.Equal(
            ["eth0 of container myweb has MTU 9000 (was 1500)"],
            Summaries(start, start with { Links = [.. start.Links.Select(l => l.Namespace == WebId && l.Name == "eth0" ? l with { MtuBytes = 9000 } : l)] }));
    }

    [Fact]
    public void Compare_VethEndMovedToAnotherNamespace_IsTold()
    {
        var blue = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Named, Name = "blue" };
        var before = WithWeb with { Namespaces = [HostNamespace, WebNamespace, blue] };
        var moved = before with { Links = [Eth0, Docker0, WebLoopback, .. Veth(WebHostEnd with { Namespace = blue.Id, MasterIndex = null, Addresses = [] }, WebEth0)] };
        Assert.Equal(["veth pair of myweb (eth0) is now with veth8d73f3e of namespace blue (was veth8d73f3e on docker0)"], Summaries(before, moved));
    }

    [Fact]
    public void Compare_SwarmsNamespaces_AreToldApart()
    {
        var hidden = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Overlay, Name = "over" };
        var balancer = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-78"), Inode = 78, Kind = NetnsKind.LoadBalancer, Name = "lb-over" };
        Assert.Equal(
            ["network namespace of load balancer lb-over is new", "network namespace of overlay network over is new"],
            Summaries(Empty, Empty with { Namespaces = [HostNamespace, hidden, balancer] }));
    }

    [Fact]
    public void Compare_PairsWithoutAContainer_AreTold()
    {
        var blue = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Named, Name = "blue" };
        var both = Empty with
        {
            Namespaces = [HostNamespace, blue],
            Links = [Eth0, Docker0, .. Veth(Link(HostId, 20, "to-blue", "veth"), Link(blue.Id, 2, "to-host", "veth"))],
        };
        Assert.Equal(["veth pair of namespace blue (to-host) with to-blue is new", "network namespace blue is new"], Summaries(Empty, both));
        var hidden = Empty with { Links = [Eth0, Docker0, Link(HostId, 20, "veth9", "veth") with { MasterIndex = 3 }] };
        Assert.Equal(["veth veth9 on docker0, whose other end cannot be seen, is gone"], Summaries(hidden, Empty));
    }

    [Fact]
    public void Compare_Routes_AreTold()
    {
        var with = Empty with { Routes = [DefaultRoute, BridgeRoute, new Route { Namespace = HostId, Destination = IPNetwork.Parse("203.0.113.0/24"), Table = 100, Type = 6, Metric = 20 }] };
        Assert.Equal(["route 203.0.113.0/24 in table 100 blackhole metric 20 was added"], Summaries(Empty, with));
        Assert.Equal(["route 203.0.113.0/24 in table 100 blackhole metric 20 is gone"], Summaries(with, Empty));
        Assert.Equal(
            ["route default is now via 192.0.2.254 dev eth0 (was via 192.0.2.1 dev eth0)"],
            Summaries(Empty, Empty with { Routes = [DefaultRoute with { Gateway = IPAddress.Parse("192.0.2.254") }, BridgeRoute] }));
        Assert.Equal(
            ["route default is now over several next hops (was via 192.0.2.1 dev eth0)"],
            Summaries(Empty, Empty with { Routes = [DefaultRoute with { Gateway = null, LinkIndex = null, HasSeveralNextHops = true }, BridgeRoute] }));
        Assert.Equal(
            ["route default is now dev eth0 over several next hops (was via 192.0.2.1 dev eth0)"],
            Summaries(Empty, Empty with { Routes = [DefaultRoute with { Gateway = null, HasSeveralNextHops = true }, BridgeRoute] }));
        Assert.Equal(["route 172.17.0.0/16 dev docker0 src 172.17.0.1 is gone"], Summaries(Empty, Empty with { Routes = [DefaultRoute] }));
    }

    [Fact]
    public void Compare_RoutesTheKernelMakesItself_AreLeftOut()
    {
        var local = new Route { Namespace = HostId, Destination = IPNetwork.Parse("192.0.2.10/32"), LinkIndex = 2, Table = 255, Type = 2 };
        var linkLocal = new Route { Namespace = HostId, Destination = IPNetwork.Parse("fe80::/64"), LinkIndex = 13, Table = 254, Type = 1 };
        Assert.Empty(HostDiff.Compare(Empty, Empty with { Routes = [.. Empty.Routes, local, linkLocal] }));
    }

    [Fact]
    public void Compare_NamespaceShared_IsTold()
    {
        var sidecar = Web with { Id = new string('f', 64), Name = "sidecar", NetworkMode = $"container:{WebContainerId}", PublishedPorts = [], Networks = [] };
        var to = WithWeb with { Containers = [Web, sidecar], Namespaces = [HostNamespace, WebNamespace with { ContainerIds = [WebContainerId, sidecar.Id] }] };
        Assert.Equal(
            ["container sidecar was created and started", "network namespace of container myweb is now shared by containers myweb, sidecar (was myweb)"],
            Summaries(WithWeb, to));
    }

    private static HostState InState(ContainerState state) =>
        WithWeb.ChangeWeb(c => c with { State = state, ExitCode = state is ContainerState.Exited or ContainerState.Dead ? 137 : null });

    private static Change Single(HostState from, HostState to, ChangeEntity entity) =>
        Assert.Single(HostDiff.Compare(from, to), c => c.Entity == entity);

    [Fact]
    public void Compare_NamespaceKnownByAnotherName_IsOneChange()
    {
        var nameless = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Process, Name = "sh" };
        var before = Empty with { Namespaces = [.. Empty.Namespaces, nameless], Links = [.. Empty.Links, WebLoopback with { Namespace = nameless.Id, Kind = "dummy" }] };
        var to = before with { Namespaces = [.. Empty.Namespaces, nameless with { Kind = NetnsKind.Named, Name = "blue" }], ObservedAt = before.ObservedAt.AddSeconds(1) };
        var change = Assert.Single(HostDiff.Compare(before, to));
        Assert.Equal((ChangeKind.Changed, "named:blue", "network namespace of process sh is now known as namespace blue"), (change.Kind, change.Key, change.Summary));
        Assert.Equal(("process:sh", "named:blue"), (((NamespaceView)change.Before!).Namespace, ((NamespaceView)change.After!).Namespace));
    }

    [Fact]
    public void Compare_NamespaceOfTheSameNameComes_TellsHowTheFirstIsCalledNow()
    {
        var first = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Process, Name = "sh" };
        var before = Empty with { Namespaces = [.. Empty.Namespaces, first] };
        var to = before with { Namespaces = [.. before.Namespaces, first with { Id = new NetnsId("6f1c2a9b-78") }], ObservedAt = before.ObservedAt.AddSeconds(1) };
        Assert.Equal(
            ["network namespace of process sh is now known as process sh@6f1c2a9b-77", "network namespace of process sh@6f1c2a9b-78 is new"],
            Summaries(before, to));
    }

    private static IEnumerable<string> Summaries(HostState from, HostState to) => HostDiff.Compare(from, to).Select(c => c.Summary);
}
