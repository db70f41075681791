using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Links;

/// <summary>A network interface as the kernel shows it.</summary>
public sealed record LinkResource
{
    /// <summary>The namespace it is in.</summary>
    public required NamespaceRef? Namespace { get; init; }

    /// <summary>The container whose namespace that is; null for other namespaces.</summary>
    public ContainerRef? Container { get; init; }

    /// <summary>Name, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>ifindex, unique in its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>The kernel's kind: veth, bridge, vlan, vxlan …; <c>loopback</c> or <c>physical</c> where it names none.</summary>
    public required string Kind { get; init; }

    /// <summary>Mode of a macvlan, macvtap, ipvlan, bond or tun link, in the words of ip-link(8); null for other kinds.</summary>
    public string? Mode { get; init; }

    /// <summary>Operational state.</summary>
    public required LinkState State { get; init; }

    /// <summary>Administratively up.</summary>
    public required bool Up { get; init; }

    /// <summary>Has a carrier; null where the kernel does not tell, as for links that are down.</summary>
    public bool? HasCarrier { get; init; }

    /// <summary>MTU in bytes.</summary>
    public required int MtuBytes { get; init; }

    /// <summary>MAC address; null where it has none.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Addresses; GET /api/v1/addresses has all that the kernel says of them.</summary>
    public required IReadOnlyList<InterfaceAddress> Addresses { get; init; }

    /// <summary>Alternative names.</summary>
    public required IReadOnlyList<string> AltNames { get; init; }

    /// <summary>A note that somebody left on it (<c>ip link set … alias</c>); null where there is none.</summary>
    public string? Alias { get; init; }

    /// <summary>The bridge or bond it is enslaved to; null where it is not.</summary>
    public LinkRef? Master { get; init; }

    /// <summary>The other end of a veth; null for other kinds, and where the kernel names none.</summary>
    public LinkPeer? Peer { get; init; }

    /// <summary>The link it was made on: of a vlan, macvlan, ipvlan or vxlan; null for links that have none.</summary>
    public RemoteLinkRef? Parent { get; init; }

    /// <summary>Its part as a bridge port; null where it is not one.</summary>
    public BridgePort? BridgePort { get; init; }

    /// <summary>Settings of a bridge; null for other kinds.</summary>
    public BridgeSettings? Bridge { get; init; }

    /// <summary>VLANs that a bridge port or bridge is a member of; empty where the bridge does not filter them.</summary>
    public required ValueList<VlanMembership> Vlans { get; init; }

    /// <summary>VLAN of a vlan link; null for other kinds.</summary>
    public VlanSettings? Vlan { get; init; }

    /// <summary>Settings of a vxlan link; null for other kinds.</summary>
    public VxlanResource? Vxlan { get; init; }

    /// <summary>Ends of a tunnel; null for other kinds.</summary>
    public TunnelSettings? Tunnel { get; init; }

    /// <summary>Why it is left over; null where it is not.</summary>
    public Orphan? Orphan { get; init; }

    /// <summary>The link as the state shows it.</summary>
    internal static LinkResource Of(Link link, HostIndex index)
    {
        var pair = index.Pairs.Of(link);
        return new LinkResource
        {
            Namespace = NamespaceRef.Of(index.Namespace(link.Namespace)),
            Container = ContainerRef.Of(index.ContainerIn(link.Namespace)),
            Name = link.Name,
            Index = link.Index,
            Kind = link.Kind,
            Mode = link.Mode,
            State = link.State,
            Up = link.IsUp,
            HasCarrier = link.HasCarrier,
            MtuBytes = link.MtuBytes,
            Mac = link.Mac,
            Addresses = link.Addresses,
            AltNames = link.AltNames,
            Alias = link.Alias,
            Master = LinkRef.Of(index, link.Namespace, link.MasterIndex),
            Peer = pair is null ? null : LinkPeer.Of(index, link, pair),
            Parent = link.IsVeth ? null : RemoteLinkRef.Of(index, link.Parent),
            BridgePort = BridgePort.Of(link),
            Bridge = link.Bridge,
            Vlans = VlanMembership.Of(link),
            Vlan = link.Vlan,
            Vxlan = VxlanResource.Of(link.Vxlan),
            Tunnel = link.Tunnel,
            Orphan = pair is null ? index.Orphans.OfBridge(link) : index.Orphans.Of(pair),
        };
    }

    /// <summary>Sorts links by namespace and ifindex.</summary>
    internal static string KeyOf(Link link, HostIndex index) => $"{PlaceFilter.KeyOf(index, link.Namespace)}/{link.Index:D10}";
}

/// <summary>The other end of a veth.</summary>
/// <param name="Namespace">The namespace it is in; null where that cannot be seen.</param>
/// <param name="Name">Name; null where it was not read.</param>
/// <param name="Index">ifindex; null where the kernel names none.</param>
/// <param name="Verdict">How sure the pairing is.</param>
public sealed record LinkPeer(NamespaceRef? Namespace, string? Name, int? Index, VethVerdict Verdict)
{
    internal static LinkPeer Of(HostIndex index, Link link, VethPair pair)
    {
        if (pair.Other(link) is { } other)
            return new(NamespaceRef.Of(index.Namespace(other.Namespace)), other.Name, other.Index, pair.Verdict);
        return new(pair.Peer?.Namespace is { } id ? NamespaceRef.Of(index.Namespace(id)) : null, null, pair.Peer?.Index, pair.Verdict);
    }
}
