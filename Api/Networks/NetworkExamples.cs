using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Networks;

/// <summary>Examples for the OpenAPI document: a network with a database on it.</summary>
internal static class NetworkExamples
{
    public static readonly CreateNetworkRequest Request = new() { Name = "front", Subnet = "172.20.0.0/16", Gateway = "172.20.0.1" };

    public static readonly NetworkContainer Attached = new(
        new ContainerRef("7b1c9d0e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c", "mydb"),
        ContainerState.Running,
        InterfaceAddress.Parse("172.20.0.10/16"),
        null,
        IPAddress.Parse("172.20.0.1"),
        MacAddress.Parse("02:42:ac:14:00:0a"),
        ["db"]);

    public static readonly NetworkResource Front = new()
    {
        Id = "4f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
        Name = "front",
        Driver = "bridge",
        Scope = "local",
        CreatedAt = new DateTimeOffset(2026, 11, 24, 9, 28, 0, TimeSpan.Zero),
        Internal = false,
        Icc = true,
        Ipv6Enabled = false,
        Subnets = [new SubnetResource(IPNetwork.Parse("172.20.0.0/16"), IPAddress.Parse("172.20.0.1"))],
        Bridge = new NetworkBridge("br-4f1e2d3c4b5a", 5),
        Labels = new Dictionary<string, string>(),
        Containers = [Attached],
        Warnings = [],
    };
}
