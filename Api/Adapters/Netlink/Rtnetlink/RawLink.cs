using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>A link as one RTM_NEWLINK message shows it, in the frame of the socket that asked.</summary>
internal sealed record RawLink
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public MacAddress? Mac { get; init; }

    public int MtuBytes { get; init; }

    public LinkState State { get; init; }

    public bool IsUp { get; init; }

    public int? MasterIndex { get; init; }

    /// <summary><c>IFLA_LINK</c>; null where absent.</summary>
    public int? ParentIndex { get; init; }

    /// <summary><c>IFLA_LINK_NETNSID</c>, as the asking socket numbers namespaces; null where absent: the link's own namespace.</summary>
    public int? ParentNsid { get; init; }

    public BridgePortState? PortState { get; init; }

    /// <summary><c>IFLA_IFALIAS</c>; null where it has none.</summary>
    public string? Alias { get; init; }
}
