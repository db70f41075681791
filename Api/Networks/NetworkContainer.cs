using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting.Answers;
using NetApi.Topology;

namespace NetApi.Networks;

/// <summary>A container's attachment to a network, seen from the network.</summary>
/// <param name="Container">The container.</param>
/// <param name="State">The container's state.</param>
/// <param name="Ipv4Address">IPv4 address with prefix; null while the container does not run.</param>
/// <param name="Ipv6Address">IPv6 address with prefix; null where it has none.</param>
/// <param name="Gateway">IPv4 gateway.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="Aliases">Further names under which the network's containers find it.</param>
public sealed record NetworkContainer(
    ContainerRef Container,
    ContainerState State,
    InterfaceAddress? Ipv4Address,
    InterfaceAddress? Ipv6Address,
    IPAddress? Gateway,
    MacAddress? Mac,
    IReadOnlyList<string> Aliases) : StateResource
{
    /// <summary>Every container attached to the network, by name.</summary>
    public static IReadOnlyList<NetworkContainer> AllOf(Network network, HostState state) =>
        [.. state.Containers.Select(c => Of(c, network)).OfType<NetworkContainer>()];

    /// <summary>The container's attachment to the network; null where it has none.</summary>
    public static NetworkContainer? Of(Container container, Network network) => Find(container, network) is { } a
        ? new(new ContainerRef(container.Id, container.Name), container.State, a.Ipv4, a.Ipv6, a.Gateway, a.Mac, a.Aliases)
        : null;

    // Before its first start the engine knows a container's network only by what the request called it.
    private static NetworkAttachment? Find(Container container, Network network) => container.Networks.FirstOrDefault(a =>
        a.NetworkId.Length > 0 ? a.NetworkId == network.Id : a.NetworkName == network.Name || a.NetworkName == network.Id);
}
