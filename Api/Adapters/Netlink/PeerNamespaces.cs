using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;

namespace NetApi.Adapters.Netlink;

/// <summary>Finds out which namespaces stand behind the ids that links name (<c>IFLA_LINK_NETNSID</c>).</summary>
/// <remarks>
/// The kernel can be asked for the id of a namespace, not for the namespace of an id. The host is asked for first, as nearly every peer
/// is there, then whoever was the answer lately: a namespace that many point to, as an overlay network's, is searched for once.
/// </remarks>
/// <param name="host">The host's own namespace.</param>
/// <param name="others">All others that could be opened.</param>
internal sealed class PeerNamespaces(NetnsHandle host, IEnumerable<NetnsHandle> others)
{
    private readonly LinkedList<NetnsHandle> _others = new(others);

    /// <summary>The namespaces behind the ids that <paramref name="links"/> name; ids of namespaces that were not found are missing.</summary>
    /// <param name="socket">The socket that read the links.</param>
    /// <param name="self">Its namespace.</param>
    /// <param name="links">Links.</param>
    public IReadOnlyDictionary<int, NetnsFile> Resolve(RouteSocket socket, NetnsHandle self, IReadOnlyList<RawLink> links)
    {
        var open = new HashSet<int>();
        foreach (var link in links)
        {
            if (link.ParentNsid is { } id and >= 0)
                open.Add(id);
        }
        var resolved = new Dictionary<int, NetnsFile>(open.Count);
        if (open.Count > 0 && self != host)
            Ask(socket, host, open, resolved);
        var node = _others.First;
        while (open.Count > 0 && node is not null)
        {
            var (candidate, next) = (node, node.Next);
            if (candidate.Value != self && Ask(socket, candidate.Value, open, resolved) && self != host)
            {
                _others.Remove(candidate);
                _others.AddFirst(candidate);
            }
            node = next;
        }
        return resolved;
    }

    private static bool Ask(RouteSocket socket, NetnsHandle candidate, HashSet<int> open, Dictionary<int, NetnsFile> resolved)
    {
        if (socket.NsidOf(candidate) is not { } id || !open.Remove(id))
            return false;
        resolved.Add(id, candidate.File);
        return true;
    }
}
