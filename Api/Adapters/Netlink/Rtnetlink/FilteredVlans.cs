using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>The VLANs that count: of bridges that filter by them, and of the ports of those.</summary>
internal static class FilteredVlans
{
    /// <summary>Reads them. Asks the kernel only where a bridge filters, which few do.</summary>
    /// <param name="socket">The namespace.</param>
    /// <param name="links">Its links.</param>
    public static Dump<RawVlans> Read(RouteSocket socket, IReadOnlyList<RawLink> links)
    {
        HashSet<int>? bridges = null;
        foreach (var link in links)
        {
            if (link.Bridge is { VlanFiltering: true })
                (bridges ??= []).Add(link.Index);
        }
        if (bridges is null)
            return new Dump<RawVlans>([], false);
        var filtered = links.Where(l => bridges.Contains(l.Index) || (l.MasterIndex is { } master && bridges.Contains(master))).Select(l => l.Index).ToHashSet();
        var dump = socket.DumpVlans();
        return dump with { Items = [.. dump.Items.Where(v => filtered.Contains(v.LinkIndex))] };
    }
}
