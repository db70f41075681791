using NetApi.Domain.Topology;
using NetApi.Hosting.Answers;

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
/// <param name="Settings">Its settings: spanning tree, VLAN filtering, ageing …; null where they were not read.</param>
/// <param name="Vlans">VLANs that the bridge itself is a member of; empty where it does not filter them.</param>
/// <param name="Orphan">Why it is left over; null where it is not.</param>
public sealed record BridgeResource(
    string Name,
    int Index,
    NamespaceRef? Namespace,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    IReadOnlyList<InterfaceAddress> Addresses,
    NetworkRef? Network,
    IReadOnlyList<BridgePortResource> Ports,
    BridgeSettings? Settings = null,
    ValueList<VlanMembership> Vlans = default,
    Orphan? Orphan = null) : StateResource
{
    /// <summary>Every bridge of every namespace that could be read.</summary>
    public static IEnumerable<BridgeResource> All(HostState state) => state.Links.Where(l => l.IsBridge).Select(b => Of(b, HostIndex.Of(state)));

    /// <summary>The bridge as the state shows it.</summary>
    internal static BridgeResource Of(Link bridge, HostIndex index) => new(
        bridge.Name,
        bridge.Index,
        NamespaceRef.Of(index.Namespace(bridge.Namespace)),
        bridge.Mac,
        bridge.MtuBytes,
        bridge.State,
        bridge.Addresses,
        NetworkRef.Of(index.NetworkOf(bridge)),
        [.. index.PortsOf(bridge).Select(port => BridgePortResource.Of(port, index))],
        bridge.Bridge,
        VlanMembership.Of(bridge),
        index.Orphans.OfBridge(bridge));
}

/// <summary>A link enslaved to a bridge.</summary>
/// <param name="Link">Name of the link.</param>
/// <param name="Index">ifindex of the link.</param>
/// <param name="State">Its state as a port; null where the kernel does not tell.</param>
/// <param name="Container">The container at the other end, where the link is a veth; null otherwise.</param>
/// <param name="Settings">Its settings as a port: hairpin, isolated, learning, guard …; null where they were not read.</param>
/// <param name="Vlans">VLANs that it is a member of; empty where the bridge does not filter them.</param>
public sealed record BridgePortResource(
    string Link,
    int Index,
    BridgePortState? State,
    ContainerRef? Container,
    BridgePortSettings? Settings = null,
    ValueList<VlanMembership> Vlans = default)
{
    internal static BridgePortResource Of(Link port, HostIndex index) =>
        new(port.Name, port.Index, port.PortState, ContainerRef.Of(index.Pairs.ContainerBehind(port)), port.Port, VlanMembership.Of(port));
}
