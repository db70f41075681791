using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink;

/// <summary>What one visit of a namespace gave, in that namespace's own frame.</summary>
internal sealed record NamespaceReading
{
    public required ulong? Cookie { get; init; }

    public required IReadOnlyList<RawLink> Links { get; init; }

    public required IReadOnlyList<RawAddress> Addresses { get; init; }

    /// <summary>Routes; empty where they were not asked for.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>The namespaces behind the ids that <c>IFLA_LINK_NETNSID</c> uses here; ids of namespaces that were not found are missing.</summary>
    public required IReadOnlyDictionary<int, NetnsFile> Nsids { get; init; }

    /// <summary>Whether a dump stayed interrupted.</summary>
    public required bool IsInterrupted { get; init; }

    /// <summary>Reads the calling thread's namespace.</summary>
    /// <param name="others">Namespaces that links may point to, the likeliest first.</param>
    /// <param name="withRoutes">Whether to read its routes too.</param>
    public static NamespaceReading Take(IEnumerable<NetnsHandle> others, bool withRoutes)
    {
        using var socket = RouteSocket.Open();
        var links = socket.DumpLinks();
        var addresses = socket.DumpAddresses();
        var routes = withRoutes ? socket.DumpRoutes() : null;
        return new NamespaceReading
        {
            Cookie = socket.NetnsCookie(),
            Links = links.Items,
            Addresses = addresses.Items,
            Routes = routes?.Items ?? [],
            Nsids = Resolve(socket, links.Items, others),
            IsInterrupted = links.IsInterrupted || addresses.IsInterrupted || routes is { IsInterrupted: true },
        };
    }

    // An id can only be asked for by namespace, not the other way round; the first question usually settles a container's only id.
    private static Dictionary<int, NetnsFile> Resolve(RouteSocket socket, IReadOnlyList<RawLink> links, IEnumerable<NetnsHandle> others)
    {
        var open = links.Select(l => l.ParentNsid).OfType<int>().Where(id => id >= 0).ToHashSet();
        var resolved = new Dictionary<int, NetnsFile>();
        using var candidates = others.GetEnumerator();
        while (open.Count > 0 && candidates.MoveNext())
        {
            if (socket.NsidOf(candidates.Current) is { } id && open.Remove(id))
                resolved.Add(id, candidates.Current.File);
        }
        return resolved;
    }
}
