using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIn;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxSocket;
using static NetApi.Adapters.Netlink.Interop.LinuxTcp;

namespace NetApi.Adapters.Netlink.SockDiag;

/// <summary>Asks a namespace for its sockets over NETLINK_SOCK_DIAG: that of the thread that opened it. Not for several threads at once.</summary>
internal sealed class SockDiagSocket : IDisposable
{
    private readonly NetlinkSocket _socket;

    private SockDiagSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens one in the calling thread's namespace. Needs no privilege.</summary>
    public static SockDiagSocket Open() => new(new NetlinkSocket(KernelTransport.Open(NETLINK_SOCK_DIAG)));

    /// <summary>Whether the kernel knew of SCTP when it was asked last; true before.</summary>
    public bool HasSctp { get; private set; } = true;

    /// <inheritdoc cref="DumpListeners(NetnsId, SocketCounts)"/>
    public Dump<ListeningSocket> DumpListeners(NetnsId id) => DumpListeners(id, SocketCounts.Unknown);

    /// <summary>Sockets that wait: TCP and SCTP in LISTEN, UDP bound and not connected, which the kernel calls CLOSE.</summary>
    /// <param name="id">The namespace, for the sockets.</param>
    /// <param name="counts">Which kinds it has; the others are not asked for.</param>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public Dump<ListeningSocket> DumpListeners(NetnsId id, SocketCounts counts)
    {
        var sockets = new List<ListeningSocket>();
        var isInterrupted = false;
        if (counts.HasTcp)
            Add(TransportProtocol.Tcp, AF_INET, IPPROTO_TCP, TCP_LISTEN);
        if (counts.HasTcp6)
            Add(TransportProtocol.Tcp, AF_INET6, IPPROTO_TCP, TCP_LISTEN);
        if (counts.HasUdp)
            Add(TransportProtocol.Udp, AF_INET, IPPROTO_UDP, TCP_CLOSE);
        if (counts.HasUdp6)
            Add(TransportProtocol.Udp, AF_INET6, IPPROTO_UDP, TCP_CLOSE);
        // The kernel does not count these; where it has not loaded SCTP, the question does not load it and is answered at once.
        HasSctp = Add(TransportProtocol.Sctp, AF_INET, IPPROTO_SCTP, TCP_LISTEN);
        if (HasSctp)
            Add(TransportProtocol.Sctp, AF_INET6, IPPROTO_SCTP, TCP_LISTEN);
        return new Dump<ListeningSocket>(sockets, isInterrupted);

        bool Add(TransportProtocol protocol, byte family, byte number, int state)
        {
            if (Dump(id, protocol, family, number, state) is not { } dump)
                return false;
            sockets.AddRange(dump.Items);
            isInterrupted |= dump.IsInterrupted;
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    // Null where the kernel has no such sockets: ENOENT, for it has no IPv6 or no SCTP.
    private Dump<ListeningSocket>? Dump(NetnsId id, TransportProtocol protocol, byte family, byte number, int state)
    {
        var mayBeMissing = protocol == TransportProtocol.Sctp || family == AF_INET6;
        var request = NetlinkRequest.Create("SOCK_DIAG_BY_FAMILY", LinuxSockDiag.SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, new inet_diag_req_v2
        {
            sdiag_family = family,
            sdiag_protocol = number,
            idiag_states = 1u << state,
        });
        return _socket.DumpUnless(mayBeMissing ? LinuxErrno.ENOENT : 0, request, message => SocketDecoder.Decode(message, id, protocol));
    }
}
