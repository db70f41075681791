using System.Collections.Immutable;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Netlink.SockDiag;
using NetApi.Domain.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink;

/// <summary>What one visit of a namespace gave, its links still in that namespace's own frame.</summary>
internal sealed record NamespaceReading
{
    public required NetnsId Id { get; init; }

    public ulong? Cookie { get; init; }

    public required IReadOnlyList<RawLink> Links { get; init; }

    /// <summary>VLANs by ifindex, where a bridge filters by them.</summary>
    public IReadOnlyDictionary<int, ValueList<PortVlan>> Vlans { get; init; } = ImmutableDictionary<int, ValueList<PortVlan>>.Empty;

    public ImmutableArray<LinkAddress> Addresses { get; init; } = [];

    public ImmutableArray<Route> Routes { get; init; } = [];

    public ImmutableArray<RoutingRule> Rules { get; init; } = [];

    public ImmutableArray<Neighbour> Neighbours { get; init; } = [];

    public ImmutableArray<FdbEntry> Fdb { get; init; } = [];

    public ImmutableArray<ListeningSocket> Sockets { get; init; } = [];

    public NamespaceSysctls? Sysctls { get; init; }

    /// <summary>The namespaces behind the ids that <c>IFLA_LINK_NETNSID</c> uses here; ids of namespaces that were not found are missing.</summary>
    public required IReadOnlyDictionary<int, NetnsFile> Nsids { get; init; }

    /// <summary>Whether a dump stayed interrupted.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Why the sockets could not be read; null where they were.</summary>
    public NetlinkException? SocketRefusal { get; init; }

    /// <summary>Reads the calling thread's namespace.</summary>
    /// <param name="self">That namespace.</param>
    /// <param name="bootId">Of which its identity is made.</param>
    /// <param name="peers">Namespaces that its links may point to.</param>
    /// <param name="procfs">Shows its sysctls.</param>
    public static NamespaceReading Take(NetnsHandle self, Guid bootId, PeerNamespaces peers, NetnsProcfs procfs)
    {
        procfs.MoveOn();
        using var socket = RouteSocket.Open();
        var cookie = socket.NetnsCookie();
        var id = cookie is { } known ? NetnsId.FromCookie(bootId, known) : NetnsId.FromInode(bootId, self.Inode);
        var links = socket.DumpLinks();
        var vlans = FilteredVlans.Read(socket, links.Items);
        var addresses = socket.DumpAddresses(id);
        var routes = socket.DumpRoutes(id);
        var rules = socket.DumpRules(id);
        var neighbours = socket.DumpNeighbours(id);
        var fdb = socket.DumpFdb(id);
        var (sysctls, areSysctlsInterrupted) = ForwardingSysctls.Read(id, procfs, socket, links.Items);
        var sockets = TakeSockets(id, procfs, out var refusal);
        return new NamespaceReading
        {
            Id = id,
            Cookie = cookie,
            Links = links.Items,
            Vlans = ByLink(vlans.Items),
            Addresses = KernelOrder.Arrange(addresses, KernelOrder.Addresses),
            Routes = KernelOrder.Arrange(routes, KernelOrder.Routes),
            Rules = KernelOrder.Arrange(rules, KernelOrder.Rules),
            Neighbours = KernelOrder.Arrange(neighbours, KernelOrder.Neighbours),
            Fdb = KernelOrder.Arrange(fdb, KernelOrder.Fdb),
            Sockets = KernelOrder.Arrange(sockets, KernelOrder.Sockets),
            Sysctls = sysctls,
            Nsids = peers.Resolve(socket, self, links.Items),
            SocketRefusal = refusal,
            IsInterrupted = links.IsInterrupted || vlans.IsInterrupted || addresses.IsInterrupted || routes.IsInterrupted
                || rules.IsInterrupted || neighbours.IsInterrupted || fdb.IsInterrupted || areSysctlsInterrupted || sockets.IsInterrupted,
        };
    }

    // A kernel may be built without INET_DIAG; all the rest is worth reading nevertheless.
    private static Dump<ListeningSocket> TakeSockets(NetnsId id, NetnsProcfs procfs, out NetlinkException? refusal)
    {
        refusal = null;
        try
        {
            using var socket = SockDiagSocket.Open();
            return socket.DumpListeners(id, SocketCounts.Read(procfs));
        }
        catch (NetlinkException e)
        {
            refusal = e;
            return new Dump<ListeningSocket>([], false);
        }
    }

    private static ImmutableDictionary<int, ValueList<PortVlan>> ByLink(IReadOnlyList<RawVlans> vlans) => vlans.Count == 0
        ? ImmutableDictionary<int, ValueList<PortVlan>>.Empty
        : vlans.GroupBy(v => v.LinkIndex).ToImmutableDictionary(g => g.Key, g => g.Last().Vlans);
}
