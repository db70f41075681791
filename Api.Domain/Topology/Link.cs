using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>Operational state of a link (RFC 2863, <c>IF_OPER_*</c> of linux/if.h).</summary>
public enum LinkState
{
    /// <summary>The driver does not report one; loopback and many virtual links.</summary>
    Unknown,

    /// <summary>The hardware is absent.</summary>
    NotPresent,

    /// <summary>Down.</summary>
    Down,

    /// <summary>A lower link is down.</summary>
    LowerLayerDown,

    /// <summary>In a test mode.</summary>
    Testing,

    /// <summary>Waiting for an event outside, such as 802.1X.</summary>
    Dormant,

    /// <summary>Up.</summary>
    Up,
}

/// <summary>State of a bridge port (<c>BR_STATE_*</c> of linux/if_bridge.h).</summary>
public enum BridgePortState
{
    /// <summary>Passes nothing.</summary>
    Disabled,

    /// <summary>Spanning tree: listens.</summary>
    Listening,

    /// <summary>Spanning tree: learns addresses, forwards nothing yet.</summary>
    Learning,

    /// <summary>Forwards.</summary>
    Forwarding,

    /// <summary>Spanning tree: blocked.</summary>
    Blocking,
}

/// <summary>What <c>IFLA_LINK</c> and <c>IFLA_LINK_NETNSID</c> name: the peer of a veth, the parent of a vlan or macvlan.</summary>
/// <param name="Index">ifindex in <paramref name="Namespace"/>.</param>
/// <param name="Namespace">The namespace the index belongs to; null where the kernel named one that could not be found or read.</param>
public sealed record LinkReference(int Index, NetnsId? Namespace);

/// <summary>A network interface as rtnetlink knows it.</summary>
public sealed record Link
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>ifindex, unique in its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>Name (<c>IFLA_IFNAME</c>), unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel's kind (<c>IFLA_INFO_KIND</c>: veth, bridge, vxlan …); <c>loopback</c> or <c>physical</c> where it names none.</summary>
    public required string Kind { get; init; }

    /// <summary>MAC address; null where the link has none or one of another length (tunnels, InfiniBand).</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>MTU in bytes.</summary>
    public required int MtuBytes { get; init; }

    /// <summary>Operational state.</summary>
    public required LinkState State { get; init; }

    /// <summary>Administratively up (<c>IFF_UP</c>).</summary>
    public required bool IsUp { get; init; }

    /// <summary>ifindex of the bridge or bond it is enslaved to, in the same namespace; null where it is not.</summary>
    public int? MasterIndex { get; init; }

    /// <summary>Peer or parent; null where the link names none.</summary>
    public LinkReference? Parent { get; init; }

    /// <summary>State as a bridge port; null where it is not one.</summary>
    public BridgePortState? PortState { get; init; }

    /// <summary>Settings as a bridge port; null where it is not one.</summary>
    public BridgePortSettings? Port { get; init; }

    /// <summary>VLANs it is a member of as a bridge port or bridge, by id; empty where the bridge does not filter them.</summary>
    public ValueList<PortVlan> Vlans { get; init; }

    /// <summary>Addresses, in the kernel's order, IPv4 before IPv6.</summary>
    public ValueList<InterfaceAddress> Addresses { get; init; }

    /// <summary>Alternative names (<c>IFLA_ALT_IFNAME</c>), sorted.</summary>
    public ValueList<string> AltNames { get; init; }

    /// <summary>Alias (<c>IFLA_IFALIAS</c>), a note that somebody left; null where there is none.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether the link has a carrier (<c>IFLA_CARRIER</c>); null where the kernel does not tell, as for links that are down.</summary>
    public bool? HasCarrier { get; init; }

    /// <summary>Settings of a bridge; null for other kinds.</summary>
    public BridgeSettings? Bridge { get; init; }

    /// <summary>VLAN id and protocol of a vlan link; null for other kinds.</summary>
    public VlanSettings? Vlan { get; init; }

    /// <summary>Settings of a vxlan link; null for other kinds.</summary>
    public VxlanSettings? Vxlan { get; init; }

    /// <summary>Ends of a tunnel (gre, gretap, ipip, sit, geneve, wireguard has none); null for other kinds.</summary>
    public TunnelSettings? Tunnel { get; init; }

    /// <summary>Mode of a macvlan, macvtap, ipvlan, bond or tun link, in the words of ip-link(8): <c>bridge</c>, <c>private</c>, <c>l2</c>, <c>802.3ad</c>, <c>tap</c> …; null for other kinds.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether it is one end of a veth pair.</summary>
    public bool IsVeth => Kind == "veth";

    /// <summary>Whether it is a Linux bridge.</summary>
    public bool IsBridge => Kind == "bridge";
}

/// <summary>Settings of a bridge port (<c>IFLA_BRPORT_*</c>).</summary>
public sealed record BridgePortSettings
{
    /// <summary>Frames may leave by the port they came in by (<c>hairpin</c>).</summary>
    public bool Hairpin { get; init; }

    /// <summary>Talks to ports that are not isolated, only.</summary>
    public bool Isolated { get; init; }

    /// <summary>Learns addresses.</summary>
    public bool Learning { get; init; }

    /// <summary>Frames to unknown addresses are sent here.</summary>
    public bool UnicastFlood { get; init; }

    /// <summary>Drops spanning tree frames (<c>guard</c>).</summary>
    public bool Guard { get; init; }

    /// <summary>May not become the root port (<c>root_block</c>).</summary>
    public bool RootBlock { get; init; }

    /// <summary>Answers ARP and NDP for neighbours that are known (<c>neigh_suppress</c>).</summary>
    public bool NeighbourSuppression { get; init; }

    /// <summary>Cost of its path in the spanning tree.</summary>
    public uint Cost { get; init; }

    /// <summary>Priority in the spanning tree.</summary>
    public int Priority { get; init; }
}

/// <summary>Settings of a bridge (<c>IFLA_BR_*</c>).</summary>
public sealed record BridgeSettings
{
    /// <summary>Spanning tree runs, in the kernel or in a user's program.</summary>
    public bool Stp { get; init; }

    /// <summary>Filters by VLAN.</summary>
    public bool VlanFiltering { get; init; }

    /// <summary>VLAN id of untagged frames on new ports; 0 for none, null where the kernel does not tell.</summary>
    public int? DefaultPvid { get; init; }

    /// <summary>Looks into multicast groups.</summary>
    public bool MulticastSnooping { get; init; }

    /// <summary>Seconds after which a learned address is forgotten.</summary>
    public double AgeingSeconds { get; init; }

    /// <summary>Forwarding delay in seconds.</summary>
    public double ForwardDelaySeconds { get; init; }
}

/// <summary>VLAN of a vlan link.</summary>
/// <param name="Id">1 to 4094.</param>
/// <param name="Protocol"><c>802.1Q</c> or <c>802.1ad</c>.</param>
public sealed record VlanSettings(int Id, string Protocol);

/// <summary>Settings of a vxlan link (<c>IFLA_VXLAN_*</c>).</summary>
/// <param name="Vni">VXLAN network identifier, 24 bits; 0 where it is external.</param>
/// <param name="Local">Source address; null where the kernel chooses.</param>
/// <param name="Remote">Remote VTEP or multicast group; null where the forwarding database decides.</param>
/// <param name="Port">UDP destination port.</param>
/// <param name="IsExternal">Metadata of each packet decides (<c>external</c>).</param>
/// <param name="Learning">Learns addresses of remote VTEPs.</param>
public sealed record VxlanSettings(uint Vni, IPAddress? Local, IPAddress? Remote, int Port, bool IsExternal, bool Learning);

/// <summary>Ends of a tunnel.</summary>
/// <param name="Local">Local address; null for any.</param>
/// <param name="Remote">Remote address; null for any.</param>
/// <param name="Id">VNI of geneve, key of gre; null where it has none.</param>
public sealed record TunnelSettings(IPAddress? Local, IPAddress? Remote, uint? Id);

/// <summary>Membership of a bridge port in a VLAN.</summary>
/// <param name="Id">1 to 4094.</param>
/// <param name="IsPvid">Untagged frames that come in belong to it.</param>
/// <param name="IsUntagged">Leaves without a tag.</param>
public sealed record PortVlan(int Id, bool IsPvid, bool IsUntagged);
