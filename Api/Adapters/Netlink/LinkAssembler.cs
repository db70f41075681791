using System.Net.Sockets;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>Turns a namespace's reading into links whose references hold on the whole host.</summary>
internal static class LinkAssembler
{
    /// <param name="own">The namespace that was read.</param>
    /// <param name="reading">What was read.</param>
    /// <param name="ids">Every namespace that has an identity.</param>
    public static IEnumerable<Link> Assemble(NetnsId own, NamespaceReading reading, IReadOnlyDictionary<NetnsFile, NetnsId> ids)
    {
        var addresses = reading.Addresses.Distinct().ToLookup(a => a.LinkIndex, a => a.Address);
        // An interrupted dump may list a link twice; the later message is the newer one.
        return reading.Links.GroupBy(l => l.Index).Select(l => l.Last()).Select(link => new Link
        {
            Namespace = own,
            Index = link.Index,
            Name = link.Name,
            Kind = link.Kind,
            Mac = link.Mac,
            MtuBytes = link.MtuBytes,
            State = link.State,
            IsUp = link.IsUp,
            MasterIndex = link.MasterIndex,
            Parent = ParentOf(link, own, id => reading.Nsids.TryGetValue(id, out var file) && ids.TryGetValue(file, out var found) ? found : null),
            PortState = link.PortState,
            Addresses = [.. addresses[link.Index].OrderBy(a => a.Address.AddressFamily == AddressFamily.InterNetworkV6)],
        });
    }

    internal static LinkReference? ParentOf(RawLink link, NetnsId own, Func<int, NetnsId?> resolve)
    {
        if (link.ParentNsid is not { } nsid)
            return link.ParentIndex is { } index and not 0 ? new LinkReference(index, own) : null;
        // Older kernels leave IFLA_LINK out where both ends have the same index, even in two namespaces.
        // 0 is what a tunnel without a parent says.
        return (link.ParentIndex ?? link.Index) is var peer and not 0 ? new LinkReference(peer, resolve(nsid)) : null;
    }
}
