using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class SilentChangesTests
{
    private static readonly Network Ingress = SampleHost.BridgeNetwork with { Id = "xkcjjeb2r75g5if0pxn2b8rq0", Name = "ingress", Driver = "overlay", Scope = "swarm", IsIngress = true, BridgeName = null };
    private static readonly EngineSettings Alone = new() { Version = "20.10.24", ApiVersion = "1.41", MaxApiVersion = "1.41", Os = "linux", Architecture = "x86_64", Swarm = "inactive" };
    private static readonly NetworkNamespace Hidden = new() { Id = new NetnsId("6f1c2a9b-9"), Inode = 9, Kind = NetnsKind.Overlay, Name = "ingress", Paths = ["/run/docker/netns/1-xkcjjeb2r7"] };

    [Fact]
    public void In_HostInOrder_AreNone()
    {
        Assert.Empty(SilentChanges.In(SampleHost.WithWeb));
        Assert.Empty(SilentChanges.In(SampleHost.WithWeb with { Engine = Alone }));
        Assert.Empty(SilentChanges.In(InSwarm(SampleHost.Empty)));
    }

    [Theory]
    [InlineData("docker_gwbridge", true)]
    [InlineData("br-0123456789ab", true)]
    [InlineData("br-home", false)]
    [InlineData("virbr0", false)]
    public void In_BridgeThatNoNetworkExplains_IsOneWhereDockerNamedIt(string name, bool isOne)
    {
        var state = SampleHost.Empty with { Links = [.. SampleHost.Empty.Links, SampleHost.Link(SampleHost.HostId, 50, name, "bridge")] };
        Assert.Equal(isOne ? [$"bridge {name} is of no network"] : Array.Empty<string>(), SilentChanges.In(state));
        Assert.Empty(SilentChanges.In(state with { Gaps = [new Gap("engine", "engine-unavailable", "x")] }));
        Assert.Empty(SilentChanges.In(state with { Gaps = [new Gap("kernel", "events-lost", "x")] }));
        Assert.Empty(SilentChanges.In(state with { Namespaces = [] }));
    }

    [Fact]
    public void In_NetworkWhoseBridgeIsGone_IsOne() =>
        Assert.Equal(["bridge docker0 is not there"], SilentChanges.In(SampleHost.Empty with { Links = [SampleHost.Eth0] }));

    [Theory]
    [InlineData("/run/docker/netns/1-xkcjjeb2r7", true)]
    [InlineData("/run/docker/netns/lb_xkcjjeb2r", true)]
    [InlineData("/run/docker/netns/ingress_sbox", true)]
    [InlineData("/run/docker/netns/0123456789ab", false)]
    public void In_SwarmsNamespaceThatNoNetworkExplains_IsOne(string path, bool isOne)
    {
        var state = SampleHost.Empty with { Namespaces = [SampleHost.HostNamespace, Hidden with { Kind = NetnsKind.Process, Name = path, Paths = [path] }] };
        Assert.Equal(isOne ? ["namespace 6f1c2a9b-9 is of no network"] : Array.Empty<string>(), SilentChanges.In(state));
    }

    [Fact]
    public void In_SwarmThatWasLeft_AreSigns()
    {
        var swarm = InSwarm(SampleHost.Empty);
        Assert.Equal(["network ingress has no namespace"], SilentChanges.In(swarm with { Namespaces = [SampleHost.HostNamespace] }));
        Assert.Equal(["swarm is active"], SilentChanges.In(swarm with { Networks = [SampleHost.BridgeNetwork], Namespaces = [SampleHost.HostNamespace] }));
    }

    [Theory]
    [InlineData("inactive")]
    [InlineData("pending")]
    public void In_SwarmThatWasJoined_IsASignUntilItIsActive(string swarm)
    {
        var joined = InSwarm(SampleHost.Empty) with { Engine = Alone with { Swarm = swarm } };
        Assert.Equal([$"swarm is {swarm}"], SilentChanges.In(joined));
    }

    private static HostState InSwarm(HostState state) => state with
    {
        Engine = Alone with { Swarm = "active" },
        Networks = [.. state.Networks, Ingress],
        Namespaces = [SampleHost.HostNamespace, Hidden],
    };
}
