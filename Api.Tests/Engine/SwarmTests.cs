using System.Globalization;
using NetApi.Domain.Topology;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Two real engines in two namespaces, joined in a swarm by an overlay network.</summary>
[Trait("Ring", "Engine")]
public sealed class SwarmTests
{
    // TEST-NET-3 (RFC 5737): no real network has these.
    private const string ManagerAddress = "203.0.113.1";
    private const string WorkerAddress = "203.0.113.2";

    [Fact]
    public async Task An_overlay_network_is_shown_with_its_hidden_namespace_and_both_pairs_of_a_container()
    {
        Ring.Engine();
        await using var manager = await OwnEngine.StartAsync();
        await using var worker = await OwnEngine.StartAsync();
        await using var onManager = await new RunningMonitor(manager.Connect()).ReadyAsync();
        await using var onWorker = await new RunningMonitor(worker.Connect()).ReadyAsync();
        Assert.Equal(("inactive", "inactive"), (onManager.Current.Settings!.Swarm, onWorker.Current.Settings!.Swarm));
        await JoinAsync(manager, worker);
        await manager.DockerAsync("network", "create", "-d", "overlay", "--attachable", "--subnet", "10.60.0.0/24", "over");
        await manager.RunAsync("here", "--network", "over");
        await worker.RunAsync("there", "--network", "over");
        // The overlay carries traffic: the answer comes from the other engine's container.
        await manager.DockerAsync("exec", "here", "ping", "-c", "1", "-W", "5", "there");

        await onManager.CatchUpAsync();
        await onWorker.CatchUpAsync();
        Assert.Equal(("active", "active"), (onManager.Current.Settings!.Swarm, onWorker.Current.Settings!.Swarm));
        await IsShownAsync(manager, onManager.Current, "here");
        await IsShownAsync(worker, onWorker.Current, "there");
    }

    /// <summary>Joins both by a veth pair, and in a swarm.</summary>
    internal static async Task JoinAsync(OwnEngine manager, OwnEngine worker)
    {
        manager.Netns.Ip($"link add eth0 type veth peer name eth0 netns {worker.Netns.Name}");
        foreach (var (engine, address) in new[] { (manager, ManagerAddress), (worker, WorkerAddress) })
        {
            engine.Netns.Ip($"addr add {address}/24 dev eth0");
            engine.Netns.Ip("link set eth0 up");
        }
        await manager.DockerAsync("swarm", "init", "--advertise-addr", ManagerAddress, "--listen-addr", $"{ManagerAddress}:2377");
        var token = (await manager.DockerAsync("swarm", "join-token", "-q", "worker")).Trim();
        await worker.DockerAsync("swarm", "join", "--advertise-addr", WorkerAddress, "--listen-addr", $"{WorkerAddress}:2377", "--token", token, $"{ManagerAddress}:2377");
    }

    private static async Task IsShownAsync(OwnEngine engine, EngineObservation observation, string container)
    {
        var network = observation.Networks.Single(n => n.Name == "over");
        Assert.Equal(("overlay", "swarm", true, false), (network.Driver, network.Scope, network.IsAttachable, network.IsIngress));
        Assert.True(observation.Networks.Single(n => n.Name == "ingress").IsIngress);
        Assert.Equal("docker_gwbridge", observation.Networks.Single(n => n.Name == "docker_gwbridge").BridgeName);

        var state = engine.Observe(observation);
        // Both engines share the machine's mounts, so each sees the other's end of the network too.
        var hidden = state.Namespaces.Single(n => n.Kind == NetnsKind.Overlay && n.Name == "over" && n.Paths[0].StartsWith(engine.RunDirectory, StringComparison.Ordinal));
        var balancer = state.Namespaces.Single(n => n.Kind == NetnsKind.LoadBalancer && n.Name == "lb-over" && n.Paths[0].StartsWith(engine.RunDirectory, StringComparison.Ordinal));
        Assert.Contains(state.LinksOf(balancer.Id), l => l.IsVeth && HostIndex.Of(state).Pairs.Of(l)?.Other(l)?.Namespace == hidden.Id);
        Assert.Contains(state.Namespaces, n => n.Kind == NetnsKind.LoadBalancer && n.Name == "ingress-sbox" && n.Paths[0].StartsWith(engine.RunDirectory, StringComparison.Ordinal));
        var bridge = Assert.Single(state.LinksOf(hidden.Id), l => l.IsBridge);
        var vxlan = Assert.Single(state.LinksOf(hidden.Id), l => l.Kind == "vxlan");
        Assert.Equal(("br0", bridge.Index), (bridge.Name, vxlan.MasterIndex));

        var index = HostIndex.Of(state);
        var shown = observation.Containers.Single(c => c.Name == container);
        var veths = state.LinksOf(state.NamespaceOf(shown.Id)!.Id).Where(l => l.IsVeth).Select(l => (Inner: l, Pair: index.Pairs.Of(l)!)).ToList();
        Assert.All(veths, v => Assert.Equal(VethVerdict.Confirmed, v.Pair.Verdict));
        // One into the overlay's bridge, one to the host's docker_gwbridge for the way out.
        Assert.Equal(
            ["br0 over", "docker_gwbridge host"],
            veths.Select(v => v.Pair.Other(v.Inner)!).Select(outer => $"{index.MasterOf(outer)!.Name} {index.Namespace(outer.Namespace)!.Name}").Order(StringComparer.Ordinal));
        var attachment = Assert.Single(shown.Networks);
        Assert.Contains(veths, v => v.Inner.Addresses.Contains(attachment.Ipv4!.Value) && v.Inner.Mac == attachment.Mac && v.Pair.Other(v.Inner)!.Namespace == hidden.Id);

        // "ip -d" as the second source; every container's link of the overlay is of its VXLAN.
        var told = (await LabApi.RunAsync("nsenter", $"--net={hidden.Paths[0]}", "ip", "-j", "-d", "link", "show", vxlan.Name)).Trim();
        var vni = network.Options["com.docker.network.driver.overlay.vxlanid_list"];
        Assert.Contains($"\"id\":{vni}", told, StringComparison.Ordinal);
        Assert.Equal(vni, vxlan.Vxlan!.Vni.ToString(CultureInfo.InvariantCulture));
    }
}
