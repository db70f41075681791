using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Reads one namespace over NETLINK_ROUTE: that of the thread that opened it.</summary>
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

    public Dump<RawLink> DumpLinks() => _socket.Dump(
        NetlinkRequest.Create("RTM_GETLINK", RTM_GETLINK, NLM_F_DUMP, default(ifinfomsg))
            .AddHostUInt32(LinuxIfLink.IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS),
        LinkDecoder.Decode);

    /// <summary>IPv4 before IPv6.</summary>
    public Dump<RawAddress> DumpAddresses() => _socket.Dump(
        NetlinkRequest.Create("RTM_GETADDR", RTM_GETADDR, NLM_F_DUMP, default(ifaddrmsg)),
        AddressDecoder.Decode);

    /// <summary>All tables, IPv4 and IPv6.</summary>
    public Dump<Route> DumpRoutes() => _socket.Dump(
        NetlinkRequest.Create("RTM_GETROUTE", RTM_GETROUTE, NLM_F_DUMP, default(rtmsg)),
        RouteDecoder.Decode);

    /// <summary>The id of another namespace in this one's frame, the same that <c>IFLA_LINK_NETNSID</c> uses; null where none was assigned.</summary>
    public int? NsidOf(NetnsHandle other)
    {
        var request = NetlinkRequest.Create("RTM_GETNSID", RTM_GETNSID, NLM_F_ACK, default(rtgenmsg))
            .AddHostInt32(LinuxNetNamespace.NETNSA_FD, other.Descriptor);
        var answer = _socket.Get(request, NsidDecoder.Decode);
        GC.KeepAlive(other);
        return answer is [{ Value: not LinuxNetNamespace.NETNSA_NSID_NOT_ASSIGNED and var id }, ..] ? id : null;
    }

    public void Dispose() => _socket.Dispose();
}
