using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class EngineReadingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_engine_says_who_it_is_as_docker_version_does()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var version = await lab.Engine.GetVersionAsync(Token);
        Assert.Equal((await lab.DockerAsync("version", "-f", "{{.Server.Version}}")).Trim(), version.Version);
        Assert.Equal((await lab.DockerAsync("version", "-f", "{{.Server.APIVersion}}")).Trim(), version.EngineApiVersion);
        Assert.Equal(
            (await lab.DockerAsync("info", "-f", "{{.Driver}} {{.CgroupDriver}} {{.CgroupVersion}} {{.Name}} {{.KernelVersion}}")).Trim(),
            $"{version.StorageDriver} {version.CgroupDriver} {version.CgroupVersion} {version.Name} {version.Kernel}");
        Assert.True(Version.Parse(version.ApiVersion) <= Version.Parse(version.EngineApiVersion));
    }

    [Fact]
    public async Task A_running_container_is_observed_as_docker_inspect_shows_it()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (network, name) = (lab.NewNetworkName(), lab.NewContainerName());
        await lab.DockerAsync("network", "create", "-o", "com.docker.network.bridge.enable_icc=false", network);
        await lab.DockerAsync("run", "-d", "--name", name, "--network", network, "--network-alias", "www", "-p", "80", "-p", "127.0.0.1::81/udp", "-l", "a=b", LabDocker.Busybox, "sleep", "600");

        var container = await ObserveAsync(lab, name);
        var inspect = await lab.InspectAsync("container", name);
        var endpoint = inspect.GetProperty("NetworkSettings").GetProperty("Networks").GetProperty(network);
        var ports = inspect.GetProperty("NetworkSettings").GetProperty("Ports");

        Assert.Equal(inspect.GetProperty("Id").GetString(), container.Id);
        Assert.Equal(ContainerState.Running, container.State);
        Assert.Equal(inspect.GetProperty("State").GetProperty("Pid").GetInt32(), container.Pid);
        Assert.Equal(inspect.GetProperty("NetworkSettings").GetProperty("SandboxKey").GetString(), container.SandboxKey);
        Assert.Equal(inspect.GetProperty("Created").GetDateTimeOffset(), container.CreatedAt, TimeSpan.FromMicroseconds(1));
        Assert.Equal(inspect.GetProperty("State").GetProperty("StartedAt").GetDateTimeOffset(), container.StartedAt!.Value, TimeSpan.FromMicroseconds(1));
        var attachment = Assert.Single(container.Networks);
        Assert.Equal($"{endpoint.GetProperty("IPAddress")}/{endpoint.GetProperty("IPPrefixLen")}", attachment.Ipv4.ToString());
        Assert.Equal(endpoint.GetProperty("MacAddress").GetString(), attachment.Mac.ToString());
        Assert.Equal(endpoint.GetProperty("NetworkID").GetString(), attachment.NetworkId);
        Assert.Contains("www", attachment.Aliases);
        Assert.Equal(
            ports.EnumerateObject().SelectMany(p => p.Value.EnumerateArray().Select(b => $"{p.Name} {b.GetProperty("HostIp")} {b.GetProperty("HostPort")}")).Order(StringComparer.Ordinal),
            container.PublishedPorts.Select(p => $"{p.ContainerPort}/{p.Protocol.ToString().ToLowerInvariant()} {p.HostAddress} {p.HostPort}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stopped_container_shows_its_configured_ports_and_no_address()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        await lab.DockerAsync("create", "--name", name, "-p", "127.0.0.1:18999:80", "-p", "81", LabDocker.Busybox, "sleep", "600");
        var container = await ObserveAsync(lab, name);
        Assert.Equal(ContainerState.Created, container.State);
        Assert.Equal(
            [new PublishedPort(IPAddress.Loopback, 18999, 80, TransportProtocol.Tcp), new PublishedPort(IPAddress.Any, 0, 81, TransportProtocol.Tcp), new PublishedPort(IPAddress.IPv6Any, 0, 81, TransportProtocol.Tcp)],
            container.PublishedPorts);
        Assert.Null(Assert.Single(container.Networks).Ipv4);
        Assert.Null(container.StartedAt);
    }

    [Fact]
    public async Task The_default_bridge_is_docker0()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var observation = await new EngineObserver(lab.Engine).ObserveAsync(Token);
        var bridge = observation.Networks.Single(n => n.Name == "bridge");
        var inspect = await lab.InspectAsync("network", "bridge");
        Assert.Equal(("docker0", inspect.GetProperty("Id").GetString()), (bridge.BridgeName, bridge.Id));
        Assert.Equal(inspect.GetProperty("IPAM").GetProperty("Config")[0].GetProperty("Subnet").GetString(), bridge.Subnets[0].Subnet.ToString());
        Assert.Equal(inspect.GetProperty("Created").GetDateTimeOffset(), bridge.CreatedAt, TimeSpan.FromMicroseconds(1));
        Assert.Empty(observation.Gaps);
    }

    [Fact]
    public async Task Images_are_listed_and_found_by_tag_and_id()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var images = new ImageCommands(lab.Engine);
        var id = (await lab.InspectAsync("image", LabDocker.Busybox)).GetProperty("Id").GetString()!;
        Assert.Contains(await images.ListAsync(Token), i => i.Id == id && i.Tags.Contains(LabDocker.Busybox));
        Assert.Equal(id, (await images.FindAsync(LabDocker.Busybox, Token))?.Id);
        Assert.Equal(id, (await images.FindAsync(id, Token))?.Id);
        Assert.Null(await images.FindAsync("netapi/no-such:1", Token));
    }

    internal static async Task<Container> ObserveAsync(LabDocker lab, string name)
    {
        var observation = await new EngineObserver(lab.Engine).ObserveAsync(Token);
        return observation.Containers.Single(c => c.Name == name);
    }
}
