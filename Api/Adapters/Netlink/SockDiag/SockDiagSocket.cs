using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIn;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxTcp;

namespace NetApi.Adapters.Netlink.SockDiag;

/// <summary>Asks a namespace for its sockets over NETLINK_SOCK_DIAG: that of the thread that opened it. Not for several threads at once.</summary>
internal sealed class SockDiagSocket : IDisposable
{
    private readonly NetlinkSocket _socket;

    private SockDiagSocket(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens one in the calling thread's namespace. Needs no privilege.</summary>
    public static SockDiagSocket Open() => new(new NetlinkSocket(KernelTransport.Open(NETLINK_SOCK_DIAG)));

    /// <summary>Sockets that wait: TCP and SCTP in LISTEN, UDP bound and not connected, which the kernel calls CLOSE.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public Dump<ListeningSocket> DumpListeners(NetnsId id)
    {
        var sockets = new List<ListeningSocket>();
        var isInterrupted = false;
        foreach (var family in (ReadOnlySpan<byte>)[LinuxSocket.AF_INET, LinuxSocket.AF_INET6])
        {
            isInterrupted |= Add(id, TransportProtocol.Tcp, family, IPPROTO_TCP, TCP_LISTEN, sockets);
            isInterrupted |= Add(id, TransportProtocol.Udp, family, IPPROTO_UDP, TCP_CLOSE, sockets);
            isInterrupted |= Add(id, TransportProtocol.Sctp, family, IPPROTO_SCTP, TCP_LISTEN, sockets);
        }
        return new Dump<ListeningSocket>(sockets, isInterrupted);
    }

    public void Dispose() => _socket.Dispose();

    // ENOENT: the kernel has no IPv6, or has not loaded SCTP, which this question does not load; then no socket of it exists.
    private bool Add(NetnsId id, TransportProtocol protocol, byte family, byte number, int state, List<ListeningSocket> sockets)
    {
        var mayBeMissing = protocol == TransportProtocol.Sctp || family == LinuxSocket.AF_INET6;
        var request = NetlinkRequest.Create("SOCK_DIAG_BY_FAMILY", LinuxSockDiag.SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, new inet_diag_req_v2
        {
            sdiag_family = family,
            sdiag_protocol = number,
            idiag_states = 1u << state,
        });
        if (_socket.DumpUnless(mayBeMissing ? LinuxErrno.ENOENT : 0, request, message => SocketDecoder.Decode(message, id, protocol)) is not { } dump)
            return false;
        sockets.AddRange(dump.Items);
        return dump.IsInterrupted;
    }
}
