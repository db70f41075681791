using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class ContainerLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_lives_from_creation_to_removal()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        var created = await lab.Containers.CreateAsync(Sleeping(name), Token);
        Assert.Equal("created", await StatusAsync(lab, name));
        await lab.Containers.StartAsync(created.Id, Token);
        await lab.Containers.StartAsync(created.Id, Token);
        Assert.Equal("running", await StatusAsync(lab, name));
        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.RemoveAsync(created.Id, force: false, removeVolumes: true, Token));
        Assert.Equal(409, refused.StatusCode);
        await lab.Containers.RestartAsync(created.Id, TimeSpan.Zero, Token);
        Assert.Equal("running", await StatusAsync(lab, name));
        await lab.Containers.StopAsync(created.Id, TimeSpan.Zero, Token);
        await lab.Containers.StopAsync(created.Id, TimeSpan.Zero, Token);
        Assert.Equal("exited", await StatusAsync(lab, name));
        await lab.Containers.RemoveAsync(created.Id, force: false, removeVolumes: true, Token);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task A_container_is_what_its_spec_says_and_nothing_more()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (name, volume) = (lab.NewContainerName(), lab.NewVolumeName());
        await lab.Containers.RunAsync(
            Sleeping(name) with
            {
                Env = Sleeping(name).Env.Add("A", "1=2"),
                Labels = Sleeping(name).Labels.Add("app", "shop"),
                Tty = true,
                OpenStdin = true,
                Ports = [new PortSpec(null, 0, 80, TransportProtocol.Tcp), new PortSpec(IPAddress.Loopback, 0, 53, TransportProtocol.Udp)],
                Volumes = [new VolumeSpec(volume, "/data", true)],
                RestartPolicy = "unless-stopped",
                MemoryLimitBytes = 32 << 20,
            },
            Token);
        var inspect = await lab.InspectAsync("container", name);
        var (config, host) = (inspect.GetProperty("Config"), inspect.GetProperty("HostConfig"));
        Assert.True(config.GetProperty("Tty").GetBoolean() && config.GetProperty("OpenStdin").GetBoolean());
        Assert.Contains("A=1=2", config.GetProperty("Env").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("shop", config.GetProperty("Labels").GetProperty("app").GetString());
        Assert.Equal(("unless-stopped", 32 << 20), (host.GetProperty("RestartPolicy").GetProperty("Name").GetString(), host.GetProperty("Memory").GetInt64()));
        Assert.False(host.GetProperty("Privileged").GetBoolean());
        Assert.Equal(("bridge", ""), (host.GetProperty("NetworkMode").GetString(), host.GetProperty("PidMode").GetString()));
        var mount = Assert.Single(inspect.GetProperty("Mounts").EnumerateArray());
        Assert.Equal(("volume", volume, false), (mount.GetProperty("Type").GetString(), mount.GetProperty("Name").GetString(), mount.GetProperty("RW").GetBoolean()));
        var observed = await EngineReadingTests.ObserveAsync(lab, name);
        var tcp = observed.PublishedPorts.Where(p => p.Protocol == TransportProtocol.Tcp).ToList();
        Assert.Contains(IPAddress.Any, tcp.Select(p => p.HostAddress));
        Assert.All(observed.PublishedPorts, p => Assert.InRange(p.HostPort, 1, 65535));
        Assert.Equal(IPAddress.Loopback, observed.PublishedPorts.Single(p => p.Protocol == TransportProtocol.Udp).HostAddress);
        Assert.Equal(("unless-stopped", 32 << 20), (observed.RestartPolicy, observed.MemoryLimitBytes));
    }

    [Fact]
    public async Task A_container_joins_several_networks_with_its_addresses()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (front, back, name) = (lab.NewNetworkName(), lab.NewNetworkName(), lab.NewContainerName());
        await lab.Networks.CreateAsync(new NetworkSpec { Name = front, Subnet = IPNetwork.Parse("10.201.1.0/24") }, Token);
        await lab.Networks.CreateAsync(new NetworkSpec { Name = back, Subnet = IPNetwork.Parse("10.201.2.0/24") }, Token);
        await lab.Containers.RunAsync(
            Sleeping(name) with { Networks = [new AttachmentSpec(front, IPAddress.Parse("10.201.1.7"), null, ["www"]), new AttachmentSpec(back, IPAddress.Parse("10.201.2.9"), null, [])] },
            Token);
        var networks = (await lab.InspectAsync("container", name)).GetProperty("NetworkSettings").GetProperty("Networks");
        Assert.Equal("10.201.1.7", networks.GetProperty(front).GetProperty("IPAddress").GetString());
        Assert.Equal("10.201.2.9", networks.GetProperty(back).GetProperty("IPAddress").GetString());
        Assert.Contains("www", networks.GetProperty(front).GetProperty("Aliases").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task A_network_that_NetApi_could_not_name_itself_is_joined_by_its_id()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (network, name) = ($"netapi {Guid.NewGuid():N}"[..20], lab.NewContainerName());
        await lab.DockerAsync("network", "create", network);
        try
        {
            await lab.Containers.RunAsync(Sleeping(name) with { Networks = [new AttachmentSpec(network, null, null, ["www"]), new AttachmentSpec("bridge", null, null, [])] }, Token);
            var networks = (await lab.InspectAsync("container", name)).GetProperty("NetworkSettings").GetProperty("Networks");
            Assert.Equal(["bridge", network], networks.EnumerateObject().Select(n => n.Name).Order(StringComparer.Ordinal));
            Assert.Contains("www", networks.GetProperty(network).GetProperty("Aliases").EnumerateArray().Select(a => a.GetString()));
            await lab.DockerAsync("rm", "-f", name);
        }
        finally
        {
            await lab.DockerAsync("network", "rm", network);
        }
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_and_gives_the_engines_words()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (holder, late) = (lab.NewContainerName(), lab.NewContainerName());
        await lab.DockerAsync("run", "-d", "--name", holder, "-p", "127.0.0.1:18998:80", LabDocker.Busybox, "sleep", "600");
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.RunAsync(
            Sleeping(late) with { Ports = [new PortSpec(IPAddress.Loopback, 18998, 80, TransportProtocol.Tcp)] },
            Token));
        Assert.Equal(("start container", null), (failure.Operation, failure.Leftover));
        Assert.Contains("port is already allocated", failure.EngineMessage, StringComparison.Ordinal);
        Assert.False(await lab.ExistsAsync("container", late));
    }

    [Fact]
    public async Task A_second_network_that_is_unknown_leaves_nothing()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (network, name) = (lab.NewNetworkName(), lab.NewContainerName());
        await lab.Networks.CreateAsync(new NetworkSpec { Name = network }, Token);
        var spec = Sleeping(name) with { Networks = [new AttachmentSpec(network, null, null, []), new AttachmentSpec("netapi-no-such", null, null, [])] };
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.RunAsync(spec, Token));
        Assert.Contains("not found", failure.EngineMessage, StringComparison.Ordinal);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task An_image_without_a_command_is_refused()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.RunAsync(new ContainerSpec { Name = name, Image = "netapi/nocommand:1" }, Token));
        Assert.Equal((400, "create container"), (failure.StatusCode, failure.Operation));
        Assert.Contains("o command specified", failure.EngineMessage, StringComparison.Ordinal);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task An_unknown_image_and_a_name_in_use_are_refused()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        await lab.Containers.CreateAsync(Sleeping(name), Token);
        var taken = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.CreateAsync(Sleeping(name), Token));
        Assert.Equal(409, taken.StatusCode);
        var unknown = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Containers.CreateAsync(new ContainerSpec { Image = "netapi/no-such:1" }, Token));
        Assert.Equal(404, unknown.StatusCode);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    public async Task The_hosts_network_cannot_be_had_by_its_id_either(string network)
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewContainerName();
        var id = (await lab.InspectAsync("network", network)).GetProperty("Id").GetString()!;
        await Assert.ThrowsAsync<ArgumentException>(() => lab.Containers.RunAsync(Sleeping(name) with { Networks = [new AttachmentSpec(id[..12], null, null, [])] }, Token));
        Assert.False(await lab.ExistsAsync("container", name));
        var created = await lab.Containers.CreateAsync(Sleeping(name), Token);
        await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Networks.ConnectAsync(id, created.Id, null, null, [], Token));
    }

    private static ContainerSpec Sleeping(string name) => new() { Name = name, Image = LabDocker.Busybox, Command = ["sleep", "600"] };

    private static async Task<string?> StatusAsync(LabDocker lab, string name) =>
        (await lab.InspectAsync("container", name)).GetProperty("State").GetProperty("Status").GetString();
}
