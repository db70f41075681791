using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.Topology.States;

namespace NetApi.Tests.Domain.Topology;

public class NamespaceClassifierTests
{
    private const string NetworkId = "abcdef0123456789abcdef0123456789";

    private static readonly NamespaceSighting Seen = Sighting(new NetnsId("x"));

    [Fact]
    public void Classify_OwnNamespace_IsTheHostEvenWithContainersInIt()
    {
        var found = new NamespaceClassifier(Engine(Container("web", pid: 10, mode: "host"))).Classify(Seen with { IsOwn = true, Pids = [10] });
        Assert.Equal((NetnsKind.Host, "host"), (found.Kind, found.Name));
        Assert.Equal(["id-web"], found.ContainerIds);
    }

    [Theory]
    [InlineData("/var/run/docker/netns/abc", "/run/docker/netns/abc")]
    [InlineData("/run/docker/netns/abc", "/run/docker/netns/abc")]
    public void Classify_SandboxKey_IsTheContainers(string key, string path)
    {
        var found = new NamespaceClassifier(Engine(Container("web", key: key))).Classify(Seen with { Paths = [path] });
        Assert.Equal((NetnsKind.Container, "web"), (found.Kind, found.Name));
    }

    [Fact]
    public void Classify_SharedSandbox_IsNamedAfterItsOwner()
    {
        var found = new NamespaceClassifier(Engine(Container("a-sidecar", pid: 11, mode: "container:id-web"), Container("web", pid: 10)))
            .Classify(Seen with { Pids = [10, 11] });
        Assert.Equal((NetnsKind.Container, "web"), (found.Kind, found.Name));
        Assert.Equal(["id-a-sidecar", "id-web"], found.ContainerIds);
    }

    [Fact]
    public void Classify_ContainerThatEnded_OwnsNothing()
    {
        var ended = Container("web", key: "/run/docker/netns/abc") with { State = ContainerState.Exited };
        var found = new NamespaceClassifier(Engine(ended)).Classify(Seen with { Paths = ["/run/docker/netns/abc"] });
        Assert.Equal((NetnsKind.Process, "/run/docker/netns/abc"), (found.Kind, found.Name));
    }

    // A file's name is cut to twelve characters.
    [Theory]
    [InlineData("1-abcdef0123", NetnsKind.Overlay, "mesh")]
    [InlineData("12-abcdef012", NetnsKind.Overlay, "mesh")]
    [InlineData("lb_abcdef012", NetnsKind.LoadBalancer, "lb-mesh")]
    [InlineData("ingress_sbox", NetnsKind.LoadBalancer, "ingress-sbox")]
    [InlineData("1-0000000000", NetnsKind.Process, null)]
    [InlineData("lb_000000000", NetnsKind.Process, null)]
    [InlineData("x-abcdef0123", NetnsKind.Process, null)]
    [InlineData("1-abcdef", NetnsKind.Process, null)]
    public void Classify_SwarmsPath_IsTheNetworksOrItsLoadBalancers(string file, NetnsKind kind, string? name)
    {
        var mesh = new Network { Id = NetworkId, Name = "mesh", Driver = "overlay", Scope = "swarm", CreatedAt = default };
        var engine = NoEngine with { Networks = [mesh with { Id = "zyxwvu9876543210", Name = "ingress", IsIngress = true }, mesh] };
        var path = $"/run/docker/netns/{file}";
        var found = new NamespaceClassifier(engine).Classify(Seen with { Paths = [path] });
        Assert.Equal((kind, name ?? path), (found.Kind, found.Name));
        Assert.Equal((NetnsKind.Process, path), new NamespaceClassifier(NoEngine).Classify(Seen with { Paths = [path] }) is var unknown ? (unknown.Kind, unknown.Name) : default);
    }

    [Fact]
    public void Classify_PathUnderRunNetns_IsNamed()
    {
        var found = new NamespaceClassifier(NoEngine).Classify(Seen with { Paths = ["/proc/5/ns/net", "/run/netns/blue"], ProcessName = "sleep" });
        Assert.Equal((NetnsKind.Named, "blue", true), (found.Kind, found.Name, found.IsWithoutProcess));
        Assert.False(new NamespaceClassifier(NoEngine).Classify(Seen with { Paths = ["/run/netns/blue"], Pids = [5] }).IsWithoutProcess);
    }

    [Fact]
    public void Classify_OnlyProcesses_IsNamedAfterOne()
    {
        var found = new NamespaceClassifier(NoEngine).Classify(Seen with { Pids = [5], ProcessName = "chrome" });
        Assert.Equal((NetnsKind.Process, "chrome"), (found.Kind, found.Name));
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("none")]
    [InlineData("container:id-db")]
    public void NotFound_RunningContainerInNoNamespace_IsAGap(string mode)
    {
        var engine = Engine(Container("web", pid: 10, mode: mode), Container("db", pid: 11));
        var state = new StateAssembler("test").Assemble(default, new KernelObservation([new NamespaceObservation { Sighting = Seen with { Pids = [11] } }], []), engine);
        var gap = Assert.Single(state.Gaps);
        Assert.Equal(("container:id-web", "namespace-not-found"), (gap.Scope, gap.Code));
        Assert.Contains("web runs", gap.Detail, StringComparison.Ordinal);
        Assert.False(state.IsComplete);
    }

    [Fact]
    public void NotFound_ContainersThatNeedNoNamespaceOfTheirOwn_AreNoGaps()
    {
        var engine = Engine(
            Container("web", pid: 10),
            Container("sidecar", pid: 11, mode: "container:id-web"),
            Container("agent", pid: 12, mode: "host"),
            Container("done", pid: null) with { State = ContainerState.Exited },
            Container("looping", pid: null) with { State = ContainerState.Restarting });
        var classifier = new NamespaceClassifier(engine);
        Assert.Empty(classifier.NotFound([classifier.Classify(Seen with { Pids = [10, 11] })]));
    }

    private static EngineObservation Engine(params Container[] containers) => NoEngine with { Containers = [.. containers] };

    private static Container Container(string name, int? pid = null, string? key = null, string mode = "bridge") => new()
    {
        Id = $"id-{name}",
        Name = name,
        Image = "busybox",
        State = ContainerState.Running,
        CreatedAt = default,
        NetworkMode = mode,
        Pid = pid,
        SandboxKey = key,
    };
}
