using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Tests.Privileged;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Networks of every kind on a real engine: what the engine says, what the kernel shows, and that NetApi says both.</summary>
[Trait("Ring", "Engine")]
public sealed class NetworkKindsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Networks_of_every_kind_are_shown_as_the_engine_and_the_kernel_have_them()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync();
        using var neighbour = new ScratchNetns();
        engine.Netns.Ip($"link add par0 type veth peer name par1 netns {neighbour.Name}");
        engine.Netns.Ip("link set par0 up");
        await engine.DockerAsync("network", "create", "-d", "macvlan", "--subnet", "10.50.0.0/24", "-o", "parent=par0", "mac");
        await engine.DockerAsync("network", "create", "-d", "ipvlan", "--subnet", "10.51.0.0/24", "-o", "parent=par0", "ip");
        await engine.DockerAsync("network", "create", "--internal", "--subnet", "10.52.0.0/24", "inside");
        await engine.DockerAsync("network", "create", "--ipv6", "--subnet", "10.53.0.0/24", "--subnet", "fd00:53::/64", "--label", "team=net", "dual");
        await engine.RunAsync("on-mac", "--network", "mac");
        await engine.RunAsync("shares", "--network", "container:on-mac");
        await engine.RunAsync("on-none", "--network", "none");
        await engine.RunAsync("on-host", "--network", "host");
        await engine.RunAsync("on-inside", "--network", "inside");
        await engine.RunAsync("on-dual", "--network", "dual", "-p", "127.0.0.1:8080:80");
        var hasIpvlan = await RunsOnIpvlanAsync(engine);

        using var client = engine.Connect();
        var state = engine.Observe(await new EngineObserver(client).ObserveAsync(Token));
        await NetworksAreAsInspectedAsync(engine, state);
        foreach (var container in state.Containers.Where(c => c.IsLive))
            AttachmentsAreInTheKernel(state, container);

        LinkIsOnParent(state, "on-mac", "macvlan");
        if (hasIpvlan)
            LinkIsOnParent(state, "on-ip", "ipvlan");
        Assert.Equal(NamespaceOf(state, "on-mac"), NamespaceOf(state, "shares"));
        Assert.Equal("on-mac", NamespaceOf(state, "shares").Name);
        Assert.Equal($"container:{Of(state, "on-mac").Id}", Of(state, "shares").NetworkMode);
        Assert.Equal(["lo"], state.LinksOf(NamespaceOf(state, "on-none").Id).Select(l => l.Name));
        Assert.Equal(("host", NetnsKind.Host), (Of(state, "on-host").NetworkMode, state.HostNamespace!.Kind));
        Assert.DoesNotContain(state.Namespaces, n => n.Kind == NetnsKind.Container && n.ContainerIds.Contains(Of(state, "on-host").Id));
        PairIsConfirmed(state, "on-inside", "inside");
        PairIsConfirmed(state, "on-dual", "dual");
        Assert.Contains(state.Routes, r => r.Namespace == NamespaceOf(state, "on-dual").Id && r.Destination.ToString() == "0.0.0.0/0");
        Assert.NotNull(Assert.Single(Of(state, "on-dual").Networks).Ipv6);
    }

    [Fact]
    public async Task Ports_are_shown_published_exposed_and_held_by_containers_in_every_state()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var names = Enumerable.Range(0, 4).Select(_ => lab.NewContainerName()).ToArray();
        string[] ports = ["-p", "127.0.0.1::80", "--expose", "9000-9002/tcp", "--expose", "53/udp"];
        await lab.DockerAsync(["create", "--name", names[0], .. ports, LabDocker.Busybox, "sleep", "600"]);
        foreach (var name in names[1..])
            await lab.DockerAsync(["run", "-d", "--name", name, .. ports, LabDocker.Busybox, "sleep", "600"]);
        await lab.DockerAsync("pause", names[2]);
        await lab.DockerAsync("kill", names[3]);
        await lab.DockerAsync("wait", names[3]);

        var observation = await new EngineObserver(lab.Engine).ObserveAsync(Token);
        var shown = names.Select(n => observation.Containers.Single(c => c.Name == n)).ToArray();
        Assert.Equal([ContainerState.Created, ContainerState.Running, ContainerState.Paused, ContainerState.Exited], shown.Select(c => c.State));
        foreach (var container in shown)
        {
            var inspect = await lab.InspectAsync("container", container.Name);
            var exposed = inspect.GetProperty("Config").GetProperty("ExposedPorts").EnumerateObject().Select(p => p.Name);
            Assert.Equal(exposed.Order(StringComparer.Ordinal), container.ExposedPorts.Select(p => $"{p.Port}/{p.Protocol.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal));
            Assert.Equal(
                [new(80, TransportProtocol.Tcp), new(9000, TransportProtocol.Tcp), new(9001, TransportProtocol.Tcp), new(9002, TransportProtocol.Tcp), new ExposedPort(53, TransportProtocol.Udp)],
                container.ExposedPorts);
            var published = Assert.Single(container.PublishedPorts);
            Assert.Equal(container.IsLive, published.HostPort > 0);
            Assert.Equal(80, published.ContainerPort);
        }
    }

    // Where the kernel lacks ipvlan the engine makes the network, and refuses to start a container on it.
    private static async Task<bool> RunsOnIpvlanAsync(OwnEngine engine)
    {
        await engine.DockerAsync("create", "--name", "on-ip", "--network", "ip", LabDocker.Busybox, "sleep", "600");
        var said = await LabApi.RunAsync("sh", "-c", $"docker -H {engine.Host} start on-ip 2>&1 || true");
        Assert.True(said.Trim() == "on-ip" || said.Contains("operation not supported", StringComparison.Ordinal), said);
        return said.Trim() == "on-ip";
    }

    private static async Task NetworksAreAsInspectedAsync(OwnEngine engine, HostState state)
    {
        foreach (var network in state.Networks)
        {
            var inspect = await engine.InspectAsync("network", network.Id);
            Assert.Equal(
                (inspect.GetProperty("Name").GetString(), inspect.GetProperty("Driver").GetString(), inspect.GetProperty("Scope").GetString(), inspect.GetProperty("Internal").GetBoolean(),
                    inspect.GetProperty("Attachable").GetBoolean(), inspect.GetProperty("Ingress").GetBoolean(), inspect.GetProperty("EnableIPv6").GetBoolean()),
                (network.Name, network.Driver, network.Scope, network.IsInternal, network.IsAttachable, network.IsIngress, network.Ipv6Enabled));
            Assert.Equal(network.Driver == "bridge", network.BridgeName is not null);
            if ((network.BridgeName ?? network.ParentLink) is { } link)
                Assert.Contains(state.LinksOf(state.HostNamespace!.Id), l => l.Name == link);
        }
        Assert.Equal(["bridge", "bridge", "bridge", "host", "ipvlan", "macvlan", "null"], state.Networks.Select(n => n.Driver).Order(StringComparer.Ordinal));
        Assert.Equal(["par0", "par0"], state.Networks.Where(n => n.Name is "mac" or "ip").Select(n => n.ParentLink));
    }

    private static void AttachmentsAreInTheKernel(HostState state, Container container)
    {
        foreach (var attachment in container.Networks.Where(n => n.Ipv4 is not null))
        {
            var link = Assert.Single(state.LinksOf(NamespaceOf(state, container.Name).Id), l => l.Addresses.Contains(attachment.Ipv4!.Value));
            Assert.Equal(attachment.Mac, link.Mac);
            if (attachment.Ipv6 is { } ipv6)
                Assert.Contains(ipv6, link.Addresses);
        }
    }

    private static void LinkIsOnParent(HostState state, string container, string kind)
    {
        var link = Assert.Single(state.LinksOf(NamespaceOf(state, container).Id), l => l.Kind == kind);
        Assert.Equal(state.HostNamespace!.Id, link.Parent!.Namespace);
        Assert.Equal("par0", state.FindLink(state.HostNamespace.Id, link.Parent.Index)!.Name);
    }

    private static void PairIsConfirmed(HostState state, string container, string network)
    {
        var index = HostIndex.Of(state);
        var inner = Assert.Single(state.LinksOf(NamespaceOf(state, container).Id), l => l.IsVeth);
        var pair = index.Pairs.Of(inner)!;
        Assert.Equal(VethVerdict.Confirmed, pair.Verdict);
        Assert.Equal(state.Networks.Single(n => n.Name == network).BridgeName, index.MasterOf(pair.Other(inner)!)!.Name);
    }

    private static Container Of(HostState state, string name) => state.Containers.Single(c => c.Name == name);

    private static NetworkNamespace NamespaceOf(HostState state, string container) => state.NamespaceOf(Of(state, container).Id)!;
}
