using System.Collections.Immutable;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>Turns links as a socket sees them into links whose references hold on the whole host.</summary>
internal static class LinkAssembler
{
    /// <summary>The links of a reading, by ifindex.</summary>
    /// <param name="reading">What was read in one namespace.</param>
    /// <param name="ids">Every namespace that has an identity.</param>
    public static ImmutableArray<Link> Assemble(NamespaceReading reading, IReadOnlyDictionary<NetnsFile, NetnsId> ids)
    {
        // An interrupted dump may list a link twice; the later message is the newer one.
        var links = new SortedDictionary<int, RawLink>();
        foreach (var link in reading.Links)
            links[link.Index] = link;
        var assembled = ImmutableArray.CreateBuilder<Link>(links.Count);
        var addresses = reading.Addresses.AsSpan();
        foreach (var link in links.Values)
            assembled.Add(ToLink(link, reading.Id, TakeOf(link.Index, ref addresses), reading.Vlans.GetValueOrDefault(link.Index), Resolve));
        return assembled.MoveToImmutable();

        NetnsId? Resolve(int nsid) => reading.Nsids.TryGetValue(nsid, out var file) && ids.TryGetValue(file, out var id) ? id : null;
    }

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

    internal static LinkReference? ParentOf(RawLink link, NetnsId own, Func<int, NetnsId?> resolve)
    {
        if (link.ParentNsid is not { } nsid)
            return link.ParentIndex is { } index and not 0 ? new LinkReference(index, own) : null;
        // Older kernels leave IFLA_LINK out where both ends have the same index, even in two namespaces.
        // 0 is what a tunnel without a parent says.
        return (link.ParentIndex ?? link.Index) is var peer and not 0 ? new LinkReference(peer, resolve(nsid)) : null;
    }

    // Links and addresses are in the order of ifindex both, so that one walk finds them all.
    private static ValueList<InterfaceAddress> TakeOf(int link, ref ReadOnlySpan<LinkAddress> addresses)
    {
        while (addresses is [{ LinkIndex: var passed }, ..] && passed < link)
            addresses = addresses[1..];
        var count = 0;
        while (count < addresses.Length && addresses[count].LinkIndex == link)
            count++;
        if (count == 0)
            return [];
        var taken = new InterfaceAddress[count];
        for (var i = 0; i < count; i++)
            taken[i] = addresses[i].Address;
        addresses = addresses[count..];
        return [.. taken];
    }
}
