using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>Turns links as a socket sees them into links whose references hold on the whole host.</summary>
internal static class LinkAssembler
{
    /// <summary>Makes a link of what the kernel said of it.</summary>
    /// <param name="raw">What RTM_NEWLINK said.</param>
    /// <param name="own">The namespace the link is in.</param>
    /// <param name="addresses">Its addresses, IPv4 before IPv6.</param>
    /// <param name="vlans">Its VLANs, where its bridge filters by them.</param>
    /// <param name="resolve">The namespace behind an nsid in the frame of the socket that asked; null where it is not known.</param>
    public static Link ToLink(RawLink raw, NetnsId own, ValueList<InterfaceAddress> addresses, ValueList<PortVlan> vlans, Func<int, NetnsId?> resolve) => new()
    {
        Namespace = own,
        Index = raw.Index,
        Name = raw.Name,
        Kind = raw.Kind,
        Mac = raw.Mac,
        MtuBytes = raw.MtuBytes,
        State = raw.State,
        IsUp = raw.IsUp,
        MasterIndex = raw.MasterIndex,
        Parent = ParentOf(raw, own, resolve),
        PortState = raw.PortState,
        Port = raw.Port,
        Vlans = vlans,
        Addresses = addresses,
        AltNames = raw.AltNames,
        Alias = raw.Alias,
        HasCarrier = raw.HasCarrier,
        Bridge = raw.Bridge,
        Vlan = raw.Vlan,
        Vxlan = raw.Vxlan,
        Tunnel = raw.Tunnel,
        Mode = raw.Mode,
    };

    private static LinkReference? ParentOf(RawLink link, NetnsId own, Func<int, NetnsId?> resolve)
    {
        if (link.ParentNsid is not { } nsid)
            return link.ParentIndex is { } index and not 0 ? new LinkReference(index, own) : null;
        // Older kernels leave IFLA_LINK out where both ends have the same index, even in two namespaces.
        // 0 is what a tunnel without a parent says.
        return (link.ParentIndex ?? link.Index) is var peer and not 0 ? new LinkReference(peer, resolve(nsid)) : null;
    }
}
