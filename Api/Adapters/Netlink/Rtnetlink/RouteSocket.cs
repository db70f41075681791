using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>One conversation with a namespace over NETLINK_ROUTE: that of the thread that opened it. Not for several threads at once.</summary>
/// <remarks>
/// An nsid given to a dump names another namespace as this one numbers it, which is read without being entered;
/// the nsids in what comes back are this socket's too. The kernel must be 4.20 or newer for that.
/// Every request throws <see cref="NetlinkException"/> where the kernel refuses.
/// </remarks>
internal sealed class RouteSocket : IDisposable
{
    private readonly KernelTransport _transport;
    private readonly NetlinkSocket _socket;

    private RouteSocket(KernelTransport transport)
    {
        _transport = transport;
        _socket = new NetlinkSocket(transport);
    }

    public static RouteSocket Open() => new(KernelTransport.Open(NETLINK_ROUTE));

    /// <inheritdoc cref="KernelTransport.NetnsCookie"/>
    public ulong? NetnsCookie() => _transport.NetnsCookie();

    /// <summary>Every link, without its statistics.</summary>
    public Dump<RawLink> DumpLinks(int? nsid = null) =>
        _socket.Dump(LinkRequest("RTM_GETLINK", NLM_F_DUMP, default, nsid), LinkDecoder.Decode);

    /// <summary>One link; null where there is none with that ifindex (ENODEV).</summary>
    public RawLink? GetLink(int index, int? nsid = null) =>
        _socket.GetUnless(LinuxErrno.ENODEV, LinkRequest($"RTM_GETLINK {index}", NLM_F_ACK, new ifinfomsg { ifi_index = index }, nsid), LinkDecoder.Decode) is [var link, ..] ? link : null;

    /// <summary>Addresses, IPv4 before IPv6; of one link, or of all.</summary>
    /// <param name="id">The namespace that is read, for the addresses.</param>
    /// <param name="linkIndex">The link; where it is gone, it has no addresses.</param>
    /// <param name="nsid">Another namespace.</param>
    public Dump<LinkAddress> DumpAddresses(NetnsId id, int? linkIndex = null, int? nsid = null)
    {
        var request = NetlinkRequest.Create("RTM_GETADDR", RTM_GETADDR, NLM_F_DUMP, new ifaddrmsg { ifa_index = (uint)(linkIndex ?? 0) });
        if (nsid is { } other)
            request.AddHostInt32(LinuxIfAddr.IFA_TARGET_NETNSID, other);
        var now = TimeProvider.System.GetUtcNow();
        // Whole seconds, as lifetimes are.
        now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return _socket.DumpUnless(
            linkIndex is null ? 0 : LinuxErrno.ENODEV,
            request,
            message => AddressDecoder.Decode(message, id, now) is { } address && (linkIndex is null || address.LinkIndex == linkIndex) ? address : null)
            ?? new Dump<LinkAddress>([], false);
    }

    /// <summary>Routes of all tables, IPv4 before IPv6.</summary>
    public Dump<Route> DumpRoutes(NetnsId id) => _socket.Dump(
        NetlinkRequest.Create("RTM_GETROUTE", RTM_GETROUTE, NLM_F_DUMP, default(rtmsg)),
        message => RouteDecoder.DecodeConfigured(message, id));

    /// <summary>Rules of the routing policy database, IPv4 and IPv6.</summary>
    public Dump<RoutingRule> DumpRules(NetnsId id) => _socket.Dump(
        NetlinkRequest.Create("RTM_GETRULE", RTM_GETRULE, NLM_F_DUMP, default(fib_rule_hdr)),
        message => RuleDecoder.Decode(message, id));

    /// <summary>Neighbours, IPv4 and IPv6, and after them the addresses that are answered for others.</summary>
    public Dump<Neighbour> DumpNeighbours(NetnsId id)
    {
        var known = DumpNeighbours(id, default);
        var proxies = DumpNeighbours(id, new ndmsg { ndm_flags = LinuxNeighbour.NTF_PROXY });
        return proxies.Items.Count == 0
            ? known with { IsInterrupted = known.IsInterrupted || proxies.IsInterrupted }
            : new Dump<Neighbour>([.. known.Items, .. proxies.Items], known.IsInterrupted || proxies.IsInterrupted);
    }

    /// <summary>Forwarding databases of bridges and vxlan links, and the addresses that other links take frames for.</summary>
    public Dump<FdbEntry> DumpFdb(NetnsId id) => _socket.Dump(
        NetlinkRequest.Create("RTM_GETNEIGH AF_BRIDGE", RTM_GETNEIGH, NLM_F_DUMP, new ndmsg { ndm_family = LinuxSocket.AF_BRIDGE }),
        message => FdbDecoder.Decode(message, id));

    /// <summary>VLANs of every bridge and bridge port that has some, also where the bridge does not filter by them.</summary>
    public Dump<RawVlans> DumpVlans() => _socket.Dump(
        NetlinkRequest.Create("RTM_GETLINK AF_BRIDGE", RTM_GETLINK, NLM_F_DUMP, new ifinfomsg { ifi_family = LinuxSocket.AF_BRIDGE })
            .AddHostUInt32(LinuxIfLink.IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN_COMPRESSED),
        VlanDecoder.Decode);

    /// <summary>What <c>/proc/sys/net/ipv4/conf</c> and <c>/proc/sys/net/ipv6/conf</c> say of each link, of <c>all</c> and of <c>default</c>, as far as the kernel tells it.</summary>
    public Dump<RawNetconf> DumpNetconf() => _socket.Dump(
        NetlinkRequest.Create("RTM_GETNETCONF", RTM_GETNETCONF, NLM_F_DUMP, default(netconfmsg)),
        RawNetconf.Decode);

    /// <summary>The id of another namespace in this one's frame, the same that <c>IFLA_LINK_NETNSID</c> uses; null where none was assigned.</summary>
    public int? NsidOf(NetnsHandle other)
    {
        var request = NetlinkRequest.Create("RTM_GETNSID", RTM_GETNSID, NLM_F_ACK, default(rtgenmsg))
            .AddHostInt32(LinuxNetNamespace.NETNSA_FD, other.Descriptor);
        var answer = _socket.Get(request, NsidDecoder.Decode);
        GC.KeepAlive(other);
        return answer is [{ Value: not LinuxNetNamespace.NETNSA_NSID_NOT_ASSIGNED and var id }, ..] ? id : null;
    }

    /// <summary>The id of another namespace in this one's frame; where it has none, the kernel assigns one, for as long as both namespaces live. Needs CAP_NET_ADMIN.</summary>
    public int AssignNsid(NetnsHandle other)
    {
        var request = NetlinkRequest.Create("RTM_NEWNSID", RTM_NEWNSID, NLM_F_ACK, default(rtgenmsg))
            .AddHostInt32(LinuxNetNamespace.NETNSA_NSID, LinuxNetNamespace.NETNSA_NSID_NOT_ASSIGNED)
            .AddHostInt32(LinuxNetNamespace.NETNSA_FD, other.Descriptor);
        _socket.ExecuteUnless(LinuxErrno.EEXIST, request);
        return NsidOf(other) ?? throw new NetlinkException("RTM_NEWNSID", LinuxErrno.ENOENT, "the id that was assigned is not there");
    }

    public void Dispose() => _socket.Dispose();

    // Asked for a dump with any mask, the kernel first looks at every link of the asking socket's namespace for the size of a message
    // (rtnl_calcit): for each of N namespaces read from a host with N links, that is N². Statistics of a few links cost less.
    private static NetlinkRequest LinkRequest(string operation, ushort flags, ifinfomsg body, int? nsid)
    {
        var request = NetlinkRequest.Create(operation, RTM_GETLINK, flags, body);
        if (nsid is null || flags != NLM_F_DUMP)
            request.AddHostUInt32(LinuxIfLink.IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return nsid is { } other ? request.AddHostInt32(LinuxIfLink.IFLA_TARGET_NETNSID, other) : request;
    }

    private Dump<Neighbour> DumpNeighbours(NetnsId id, ndmsg filter) => _socket.Dump(
        NetlinkRequest.Create("RTM_GETNEIGH", RTM_GETNEIGH, NLM_F_DUMP, filter),
        message => NeighbourDecoder.Decode(message, id));
}
