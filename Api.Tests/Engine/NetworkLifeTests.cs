using System.Net;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class NetworkLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_is_what_its_spec_says()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewNetworkName();
        var created = await lab.Networks.CreateAsync(
            new NetworkSpec
            {
                Name = name,
                Subnet = IPNetwork.Parse("10.202.0.0/24"),
                Gateway = IPAddress.Parse("10.202.0.254"),
                Ipv6Subnet = IPNetwork.Parse("fd00:202::/64"),
                EnableIpv6 = true,
                Internal = true,
                Icc = false,
            },
            Token);
        var inspect = await lab.InspectAsync("network", name);
        Assert.Equal(created.Id, inspect.GetProperty("Id").GetString());
        Assert.True(inspect.GetProperty("Internal").GetBoolean() && inspect.GetProperty("EnableIPv6").GetBoolean());
        Assert.Equal("false", inspect.GetProperty("Options").GetProperty("com.docker.network.bridge.enable_icc").GetString());
        Assert.Equal("10.202.0.254", inspect.GetProperty("IPAM").GetProperty("Config")[0].GetProperty("Gateway").GetString());
        var observed = (await new EngineObserver(lab.Engine).ObserveAsync(Token)).Networks.Single(n => n.Id == created.Id);
        Assert.Equal((true, true, false, $"br-{created.Id[..12]}"), (observed.IsInternal, observed.Ipv6Enabled, observed.Icc, observed.BridgeName));
        Assert.Equal(["10.202.0.0/24", "fd00:202::/64"], observed.Subnets.Select(s => s.Subnet.ToString()));
        await lab.Networks.RemoveAsync(created.Id, Token);
        Assert.False(await lab.ExistsAsync("network", name));
    }

    [Fact]
    public async Task A_network_is_made_where_the_engine_chooses_everything()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var name = lab.NewNetworkName();
        await lab.Networks.CreateAsync(new NetworkSpec { Name = name }, Token);
        var inspect = await lab.InspectAsync("network", name);
        Assert.Equal("bridge", inspect.GetProperty("Driver").GetString());
        Assert.Equal("true", inspect.GetProperty("Options").GetProperty("com.docker.network.bridge.enable_icc").GetString());
        Assert.Single(inspect.GetProperty("IPAM").GetProperty("Config").EnumerateArray());
    }

    [Fact]
    public async Task A_name_and_a_subnet_in_use_are_refused()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (name, other) = (lab.NewNetworkName(), lab.NewNetworkName());
        await lab.Networks.CreateAsync(new NetworkSpec { Name = name, Subnet = IPNetwork.Parse("10.203.0.0/24") }, Token);
        var taken = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Networks.CreateAsync(new NetworkSpec { Name = name }, Token));
        Assert.Equal(409, taken.StatusCode);
        var overlap = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Networks.CreateAsync(new NetworkSpec { Name = other, Subnet = IPNetwork.Parse("10.203.0.0/16") }, Token));
        Assert.Contains("overlap", overlap.EngineMessage, StringComparison.Ordinal);
        Assert.False(await lab.ExistsAsync("network", other));
    }

    [Fact]
    public async Task A_container_is_attached_and_detached()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        var (name, container) = (lab.NewNetworkName(), lab.NewContainerName());
        var network = await lab.Networks.CreateAsync(new NetworkSpec { Name = name, Subnet = IPNetwork.Parse("10.204.0.0/24") }, Token);
        var created = await lab.Containers.RunAsync(new ContainerSpec { Name = container, Image = LabDocker.Busybox, Command = ["sleep", "600"] }, Token);
        await lab.Networks.ConnectAsync(network.Id, created.Id, IPAddress.Parse("10.204.0.9"), null, ["db"], Token);
        var networks = (await lab.InspectAsync("container", container)).GetProperty("NetworkSettings").GetProperty("Networks");
        Assert.Equal("10.204.0.9", networks.GetProperty(name).GetProperty("IPAddress").GetString());
        var busy = await Assert.ThrowsAsync<EngineRefusedException>(() => lab.Networks.RemoveAsync(network.Id, Token));
        Assert.Contains("active endpoints", busy.EngineMessage, StringComparison.Ordinal);
        await lab.Networks.DisconnectAsync(network.Id, created.Id, force: false, Token);
        networks = (await lab.InspectAsync("container", container)).GetProperty("NetworkSettings").GetProperty("Networks");
        Assert.Equal(["bridge"], networks.EnumerateObject().Select(n => n.Name));
    }
}
