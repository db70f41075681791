using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>A link as one RTM_NEWLINK message shows it, in the frame of the socket that asked.</summary>
/// <remarks>Settable, as the decoder fills one attribute after the other; unchanged once it has left the decoder.</remarks>
internal sealed record RawLink
{
    public required int Index { get; set; }

    public required string Name { get; set; }

    public required string Kind { get; set; }

    public MacAddress? Mac { get; set; }

    public int MtuBytes { get; set; }

    public LinkState State { get; set; }

    public bool IsUp { get; set; }

    public int? MasterIndex { get; set; }

    /// <summary><c>IFLA_LINK</c>; null where absent.</summary>
    public int? ParentIndex { get; set; }

    /// <summary><c>IFLA_LINK_NETNSID</c>, as the asking socket numbers namespaces; null where absent: the link's own namespace.</summary>
    public int? ParentNsid { get; set; }

    public BridgePortState? PortState { get; set; }

    public BridgePortSettings? Port { get; set; }

    public ValueList<string> AltNames { get; set; }

    /// <summary><c>IFLA_IFALIAS</c>; null where it has none.</summary>
    public string? Alias { get; set; }

    /// <summary><c>IFLA_CARRIER</c>; null where absent, and while the link is administratively down.</summary>
    public bool? HasCarrier { get; set; }

    public BridgeSettings? Bridge { get; set; }

    public VlanSettings? Vlan { get; set; }

    public VxlanSettings? Vxlan { get; set; }

    public TunnelSettings? Tunnel { get; set; }

    public string? Mode { get; set; }
}
