using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class OrphansTests
{
    private static readonly Gap NoEngine = new("engine", "engine-unavailable", "down");

    [Fact]
    public void Orphans_OfAHostInOrder_AreNone()
    {
        var index = HostIndex.Of(SampleHost.WithWeb);
        Assert.All(index.Pairs.All, p => Assert.Null(index.Orphans.Of(p)));
        Assert.All(index.State.Namespaces, n => Assert.Null(index.Orphans.Of(n)));
        Assert.All(index.State.Links, l => Assert.Null(index.Orphans.OfBridge(l)));
        Assert.All(index.State.Networks, n => Assert.Null(index.Orphans.Of(n)));
    }

    [Theory]
    [InlineData(null, null, "names no peer")]
    [InlineData(12, null, "link 12 of its namespace, is in none that")]
    [InlineData(12, "6f1c2a9b-4097", "link 12 of namespace myweb")]
    public void Of_VethWithoutPeer_SaysWhatTheKernelNames(int? peer, string? netns, string words)
    {
        var parent = peer is { } index ? new LinkReference(index, netns is null ? null : new NetnsId(netns)) : null;
        var orphan = OfPair(SampleHost.WithWeb with { Links = [SampleHost.WebHostEnd with { Parent = parent }] });
        Assert.Equal(OrphanKind.VethWithoutPeer, orphan!.Kind);
        Assert.Contains(words, orphan.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("processes")]
    [InlineData("namespace:4026532281")]
    public void Of_VethWhosePeerMayBeInWhatWasNotRead_IsNone(string scope) =>
        Assert.Null(OfPair(SampleHost.WithWeb with { Links = [SampleHost.WebHostEnd with { Parent = new LinkReference(12, null) }], Gaps = [new Gap(scope, "x", "y")] }));

    [Theory]
    [InlineData("/run/docker/netns/0123456789ab", NetnsKind.Process, true)]
    [InlineData("/run/docker/netns/ingress_sbox", NetnsKind.Process, false)]
    [InlineData("/run/docker/netns/lb_x1y2z3x1y", NetnsKind.Process, false)]
    [InlineData("/run/docker/netns/1-x1y2z3x1y2", NetnsKind.Process, false)]
    [InlineData("/run/netns/blue", NetnsKind.Named, false)]
    [InlineData("/run/docker/netns/1-x1y2z3x1y2", NetnsKind.Overlay, false)]
    [InlineData("/run/docker/netns/lb_x1y2z3x1y", NetnsKind.LoadBalancer, false)]
    public void Of_NamespaceThatAMountHolds_IsOneWhereNobodyMeantItToStay(string path, NetnsKind kind, bool isOrphan)
    {
        var netns = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-9"), Inode = 9, Kind = kind, Name = kind == NetnsKind.Process ? path : "blue", Paths = [path] };
        Assert.Equal(isOrphan, HostIndex.Of(SampleHost.WithWeb).Orphans.Of(netns) is { Kind: OrphanKind.NamespaceWithoutProcess });
        Assert.Null(HostIndex.Of(SampleHost.WithWeb with { Gaps = [NoEngine] }).Orphans.Of(netns));
    }

    [Theory]
    [InlineData(NetnsKind.Named, true, "loopback", true)]
    [InlineData(NetnsKind.Named, true, null, true)]
    [InlineData(NetnsKind.Named, false, "loopback", false)]
    [InlineData(NetnsKind.Named, true, "dummy", false)]
    [InlineData(NetnsKind.Container, true, "loopback", false)]
    [InlineData(NetnsKind.Overlay, true, "loopback", false)]
    public void Of_NamedNamespaceWithoutProcess_IsOneWhereItLeadsNowhere(NetnsKind kind, bool isWithoutProcess, string? link, bool isOrphan)
    {
        var blue = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-9"), Inode = 9, Kind = kind, Name = "blue", IsWithoutProcess = isWithoutProcess, Paths = ["/run/netns/blue"] };
        var state = SampleHost.WithWeb with { Links = link is null ? [] : [SampleHost.Link(blue.Id, 1, "x", link)] };
        Assert.Equal(isOrphan, HostIndex.Of(state).Orphans.Of(blue) is { Kind: OrphanKind.NamespaceWithoutProcess } told && told.Detail.Contains("the name blue alone", StringComparison.Ordinal));
        Assert.Null(HostIndex.Of(state with { Gaps = [new Gap("processes", "x", "y")] }).Orphans.Of(blue));
        Assert.Null(HostIndex.Of(state).Orphans.Of(new NetworkNamespace { Id = blue.Id, Inode = 9, Kind = kind, Name = "of an earlier version", Paths = blue.Paths }));
    }

    [Fact]
    public void Of_NamespaceOfAProcess_IsNone() =>
        Assert.Null(HostIndex.Of(SampleHost.WithWeb).Orphans.Of(new NetworkNamespace { Id = new NetnsId("x"), Inode = 9, Kind = NetnsKind.Process, Name = "nginx", Paths = ["/run/x"] }));

    [Theory]
    [InlineData("br-0123456789ab", true)]
    [InlineData("docker0", true)]
    [InlineData("docker_gwbridge", true)]
    [InlineData("br-home", false)]
    [InlineData("br0", false)]
    [InlineData("virbr0", false)]
    [InlineData("br-0123456789AB", false)]
    public void OfBridge_OfNoNetwork_IsOneWhereDockerNamedIt(string name, bool isOrphan)
    {
        var bridge = SampleHost.Link(SampleHost.HostId, 30, name, "bridge");
        var state = SampleHost.Empty with { Links = [SampleHost.Eth0, bridge], Networks = [] };
        Assert.Equal(isOrphan, HostIndex.Of(state).Orphans.OfBridge(bridge) is { Kind: OrphanKind.BridgeWithoutNetwork });
        Assert.Null(HostIndex.Of(state with { Gaps = [NoEngine] }).Orphans.OfBridge(bridge));
        Assert.Null(HostIndex.Of(state).Orphans.OfBridge(bridge with { Namespace = SampleHost.WebId }));
    }

    [Fact]
    public void Of_NetworkWhoseBridgeIsGone_IsOne()
    {
        var state = SampleHost.Empty with { Links = [SampleHost.Eth0] };
        Assert.Equal(OrphanKind.NetworkWithoutBridge, HostIndex.Of(state).Orphans.Of(SampleHost.BridgeNetwork)!.Kind);
        Assert.Null(HostIndex.Of(state with { Gaps = [new Gap("kernel", "x", "y")] }).Orphans.Of(SampleHost.BridgeNetwork));
        Assert.Null(HostIndex.Of(state with { Namespaces = [] }).Orphans.Of(SampleHost.BridgeNetwork));
        Assert.Null(HostIndex.Of(state).Orphans.Of(SampleHost.BridgeNetwork with { Driver = "host", BridgeName = null }));
    }

    private static Orphan? OfPair(HostState state) => HostIndex.Of(state).Orphans.Of(Assert.Single(HostIndex.Of(state).Pairs.All));
}
