using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlinkEvents;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>What a look into the event socket gave.</summary>
internal enum EventReceipt
{
    /// <summary>Nothing is waiting.</summary>
    Empty,

    /// <summary>A datagram.</summary>
    Datagram,

    /// <summary>The kernel had to drop events (ENOBUFS): whatever happened, everything may have changed.</summary>
    Lost,
}

/// <summary>The one socket that hears of every change, in its own namespace and in all that have an id there.</summary>
internal sealed class EventSocket : IDisposable
{
    private const int ControlBytes = 64;

    private static readonly int[] Groups =
    [
        RTNLGRP_LINK, RTNLGRP_NEIGH, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,
        RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE, RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF, RTNLGRP_NSID, RTNLGRP_NEXTHOP,
    ];

    private readonly SafeSocketFd _socket;

    private EventSocket(SafeSocketFd socket, bool hearsAll) => (_socket, HearsAll) = (socket, hearsAll);

    /// <summary>Whether it hears of other namespaces too; without CAP_NET_BROADCAST it hears of its own alone.</summary>
    public bool HearsAll { get; }

    /// <summary>For poll(2).</summary>
    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <summary>Opens it in the calling thread's namespace and joins the groups.</summary>
    /// <param name="bufferBytes">How much the kernel may keep for it before it drops events.</param>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public static EventSocket Open(int bufferBytes)
    {
        var socket = new SafeSocketFd(Libc.socket(LinuxSocket.AF_NETLINK, LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_CLOEXEC, LinuxNetlink.NETLINK_ROUTE));
        if (socket.IsInvalid)
            throw NetlinkException.OfLastError("socket AF_NETLINK");
        try
        {
            // Above net.core.rmem_max needs CAP_NET_ADMIN; without it, as much as everybody may have.
            if (Libc.setsockopt(socket, LinuxSocket.SOL_SOCKET, LinuxEventSocket.SO_RCVBUFFORCE, bufferBytes, sizeof(int)) < 0)
                Set(socket, LinuxSocket.SOL_SOCKET, LinuxEventSocket.SO_RCVBUF, bufferBytes, "SO_RCVBUF");
            var hearsAll = Libc.setsockopt(socket, LinuxSocket.SOL_NETLINK, LinuxNetlinkGroups.NETLINK_LISTEN_ALL_NSID, 1, sizeof(int)) == 0;
            if (!hearsAll && Marshal.GetLastPInvokeError() != LinuxErrno.EPERM)
                throw NetlinkException.OfLastError("setsockopt NETLINK_LISTEN_ALL_NSID");
            // Before the groups are joined: bind sets the first 32 of them, to none here.
            var address = new sockaddr_nl { nl_family = LinuxSocket.AF_NETLINK };
            if (Libc.bind(socket, in address, (uint)Unsafe.SizeOf<sockaddr_nl>()) < 0)
                throw NetlinkException.OfLastError("bind AF_NETLINK");
            foreach (var group in Groups)
            {
                // A group that this kernel does not have yet brings nothing (EINVAL); NEXTHOP is of 5.3.
                if (Libc.setsockopt(socket, LinuxSocket.SOL_NETLINK, LinuxNetlinkGroups.NETLINK_ADD_MEMBERSHIP, group, sizeof(int)) < 0 && Marshal.GetLastPInvokeError() != LinuxErrno.EINVAL)
                    throw NetlinkException.OfLastError($"setsockopt NETLINK_ADD_MEMBERSHIP {group}");
            }
            return new EventSocket(socket, hearsAll);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes one datagram without waiting.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="nsid">The id of the namespace it speaks of; null for the socket's own.</param>
    /// <exception cref="NetlinkException">The socket failed.</exception>
    public unsafe EventReceipt Receive(Span<byte> buffer, out int length, out int? nsid)
    {
        Span<byte> control = stackalloc byte[ControlBytes];
        var sender = default(sockaddr_nl);
        fixed (byte* bytes = buffer, controls = control)
        {
            while (true)
            {
                var part = new iovec { iov_base = (nint)bytes, iov_len = (nuint)buffer.Length };
                var message = new msghdr
                {
                    msg_name = (nint)(&sender),
                    msg_namelen = (uint)sizeof(sockaddr_nl),
                    msg_iov = (nint)(&part),
                    msg_iovlen = 1,
                    msg_control = (nint)controls,
                    msg_controllen = ControlBytes,
                };
                nsid = null;
                length = (int)Libc.recvmsg(_socket, ref message, LinuxEventSocket.MSG_DONTWAIT);
                if (length < 0)
                    return EmptyOrLost();
                if (sender.nl_pid != 0)
                    continue;
                if ((message.msg_flags & LinuxSocket.MSG_TRUNC) != 0)
                    return EventReceipt.Lost;
                nsid = NsidIn(control[..(int)message.msg_controllen]);
                return EventReceipt.Datagram;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static EventReceipt EmptyOrLost() => Marshal.GetLastPInvokeError() switch
    {
        LinuxErrno.EAGAIN or LinuxErrno.EINTR => EventReceipt.Empty,
        LinuxErrno.ENOBUFS => EventReceipt.Lost,
        _ => throw NetlinkException.OfLastError("recvmsg of events"),
    };

    // One control message at the most; absent for the socket's own namespace.
    private static int? NsidIn(ReadOnlySpan<byte> control) =>
        MemoryMarshal.TryRead<cmsghdr>(control, out var header)
        && header is { cmsg_level: LinuxSocket.SOL_NETLINK, cmsg_type: LinuxNetlinkGroups.NETLINK_LISTEN_ALL_NSID }
        && MemoryMarshal.TryRead<int>(control[Unsafe.SizeOf<cmsghdr>()..], out var nsid) && nsid >= 0
            ? nsid
            : null;

    private static void Set(SafeSocketFd socket, int level, int option, int value, string name)
    {
        if (Libc.setsockopt(socket, level, option, value, sizeof(int)) < 0)
            throw NetlinkException.OfLastError($"setsockopt {name}");
    }
}
