using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxSocket;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>An AF_NETLINK socket. It belongs to the namespace of the thread that opened it, wherever it is used later.</summary>
internal sealed class KernelTransport : INetlinkTransport
{
    // The kernel answers within the system call; seconds without a datagram mean that none will come.
    private const int TimeoutSeconds = 5;

    private readonly SafeSocketFd _socket;

    private KernelTransport(SafeSocketFd socket) => _socket = socket;

    public uint PortId { get; private set; }

    /// <summary>Opens a socket of a netlink family, such as NETLINK_ROUTE, in the calling thread's namespace.</summary>
    public static KernelTransport Open(int family)
    {
        var socket = new SafeSocketFd(Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family));
        if (socket.IsInvalid)
            throw NetlinkException.OfLastError("socket AF_NETLINK");
        var transport = new KernelTransport(socket);
        try
        {
            transport.Configure();
            transport.Bind();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return transport;
    }

    public void Send(string operation, ReadOnlySpan<byte> request)
    {
        var kernel = new sockaddr_nl { nl_family = AF_NETLINK };
        while (Libc.sendto(_socket, request, (nuint)request.Length, 0, in kernel, (uint)Unsafe.SizeOf<sockaddr_nl>()) < 0)
            ThrowUnlessInterrupted($"{operation} (sendto)");
    }

    public ReceivedDatagram Receive(string operation, Span<byte> buffer)
    {
        while (true)
        {
            var sender = default(sockaddr_nl);
            var senderLength = (uint)Unsafe.SizeOf<sockaddr_nl>();
            // With MSG_TRUNC given, the true length is returned even where the buffer is too small for it.
            var length = Libc.recvfrom(_socket, buffer, (nuint)buffer.Length, MSG_TRUNC, ref sender, ref senderLength);
            if (length >= 0)
                return new ReceivedDatagram((int)length, sender.nl_pid);
            ThrowUnlessInterrupted($"{operation} (recvfrom)");
        }
    }

    /// <summary><c>SO_NETNS_COOKIE</c> of the socket's namespace; null where the kernel is older than 5.14.</summary>
    public ulong? NetnsCookie()
    {
        ulong cookie = 0;
        var length = (uint)sizeof(ulong);
        if (Libc.getsockopt(_socket, SOL_SOCKET, AsmSocket.SO_NETNS_COOKIE, ref cookie, ref length) == 0)
            return cookie;
        return Marshal.GetLastPInvokeError() == LinuxErrno.ENOPROTOOPT
            ? null
            : throw NetlinkException.OfLastError("getsockopt SO_NETNS_COOKIE");
    }

    public void Dispose() => _socket.Dispose();

    private static void ThrowUnlessInterrupted(string operation)
    {
        if (Marshal.GetLastPInvokeError() != LinuxErrno.EINTR)
            throw NetlinkException.OfLastError(operation);
    }

    private void Configure()
    {
        var timeout = new timeval { tv_sec = TimeoutSeconds };
        if (Libc.setsockopt(_socket, SOL_SOCKET, SO_RCVTIMEO, in timeout, (uint)Unsafe.SizeOf<timeval>()) < 0)
            throw NetlinkException.OfLastError("setsockopt SO_RCVTIMEO");
        foreach (var option in (ReadOnlySpan<int>)[NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK])
            SwitchOn(option);
    }

    // Kernels before 4.12 (extended ACK) and 4.20 (strict check) answer without them, with fewer words.
    private void SwitchOn(int option)
    {
        if (Libc.setsockopt(_socket, SOL_NETLINK, option, 1, sizeof(int)) < 0 && Marshal.GetLastPInvokeError() != LinuxErrno.ENOPROTOOPT)
            throw NetlinkException.OfLastError($"setsockopt SOL_NETLINK {option}");
    }

    private void Bind()
    {
        var address = new sockaddr_nl { nl_family = AF_NETLINK };
        var length = (uint)Unsafe.SizeOf<sockaddr_nl>();
        if (Libc.bind(_socket, in address, length) < 0)
            throw NetlinkException.OfLastError("bind AF_NETLINK");
        if (Libc.getsockname(_socket, ref address, ref length) < 0)
            throw NetlinkException.OfLastError("getsockname AF_NETLINK");
        PortId = address.nl_pid;
    }
}
