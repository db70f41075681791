using System.Collections.Immutable;

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

    /// <summary>Addresses, in the kernel's order, IPv4 before IPv6.</summary>
    public ImmutableArray<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Whether it is one end of a veth pair.</summary>
    public bool IsVeth => Kind == "veth";

    /// <summary>Whether it is a Linux bridge.</summary>
    public bool IsBridge => Kind == "bridge";
}
