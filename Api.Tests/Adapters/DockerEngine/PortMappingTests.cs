using System.Net;
using Docker.DotNet.Models;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class PortMappingTests
{
    private const string HostNetworkId = "08d7936255ca183a7a9b0251cfb353762c43df13acaeb131b2390c8a880466f6";

    [Theory]
    [InlineData("bridge", "bridge", true)]
    [InlineData("default", "bridge", true)]
    [InlineData("host", "host", false)]
    [InlineData("none", "none", false)]
    [InlineData(HostNetworkId, "host", false)]
    [InlineData("host", null, false)]
    public void PortsOf_StoppedContainer_AreThoseItWillAskForAndGet(string mode, string? network, bool isReserved)
    {
        var ports = PortMapping.PortsOf(Inspection(mode, network), isLive: false);
        Assert.Equal(isReserved ? [.. new[] { IPAddress.IPv6Any, IPAddress.Any }.Select(all => new PublishedPort(all, 8000, 80, TransportProtocol.Tcp)).OrderBy(p => p.HostAddress.ToString())] : [], ports);
    }

    [Fact]
    public void PortsOf_RunningContainer_AreThoseInForce() =>
        Assert.Equal([new PublishedPort(IPAddress.Loopback, 9000, 90, TransportProtocol.Tcp)], PortMapping.PortsOf(Inspection("bridge", "bridge"), isLive: true));

    private static ContainerInspectResponse Inspection(string mode, string? network) => new()
    {
        HostConfig = new HostConfig { NetworkMode = mode, PortBindings = Map("80/tcp", "", "8000") },
        NetworkSettings = new NetworkSettings
        {
            Networks = network is null ? [] : new Dictionary<string, EndpointSettings> { [network] = new() },
            Ports = Map("90/tcp", "127.0.0.1", "9000"),
        },
    };

    private static Dictionary<string, IList<PortBinding>> Map(string key, string hostIp, string hostPort) =>
        new() { [key] = [new PortBinding { HostIP = hostIp, HostPort = hostPort }] };
}
