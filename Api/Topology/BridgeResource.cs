using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>A Linux bridge, Docker's or not.</summary>
/// <param name="Name">Name, such as <c>docker0</c>.</param>
/// <param name="Index">ifindex.</param>
/// <param name="Namespace">The namespace it is in.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state; a bridge without a running port is <c>down</c>.</param>
/// <param name="Addresses">Its addresses, such as <c>172.17.0.1/16</c>.</param>
/// <param name="Network">The engine's network it carries; null where none does.</param>
/// <param name="Ports">Links enslaved to it.</param>
public sealed record BridgeResource(
    string Name,
    int Index,
    NamespaceRef? Namespace,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    IReadOnlyList<InterfaceAddress> Addresses,
    NetworkRef? Network,
    IReadOnlyList<BridgePortResource> Ports)
{
    /// <summary>Every bridge of every namespace that could be read.</summary>
    public static IEnumerable<BridgeResource> All(HostState state)
    {
        var pairs = new VethPairs(state);
        return state.Namespaces.SelectMany(netns => Bridge.Of(state, netns.Id).Select(bridge => Of(state, netns, bridge, pairs)));
    }

    private static BridgeResource Of(HostState state, NetworkNamespace netns, Bridge bridge, VethPairs pairs)
    {
        var network = netns.Kind == NetnsKind.Host ? state.Networks.FirstOrDefault(n => n.BridgeName == bridge.Link.Name) : null;
        return new BridgeResource(
            bridge.Link.Name,
            bridge.Link.Index,
            NamespaceRef.Of(netns),
            bridge.Link.Mac,
            bridge.Link.MtuBytes,
            bridge.Link.State,
            bridge.Link.Addresses,
            NetworkRef.Of(network),
            [.. bridge.Ports.Select(port => new BridgePortResource(port.Name, port.Index, port.PortState, ContainerRef.Of(pairs.ContainerBehind(port))))]);
    }
}

/// <summary>A link enslaved to a bridge.</summary>
/// <param name="Link">Name of the link.</param>
/// <param name="Index">ifindex of the link.</param>
/// <param name="State">Its state as a port; null where the kernel does not tell.</param>
/// <param name="Container">The container at the other end, where the link is a veth; null otherwise.</param>
public sealed record BridgePortResource(string Link, int Index, BridgePortState? State, ContainerRef? Container);
