using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Probing.Interop;
using NetApi.Domain.Reachability;

namespace NetApi.Adapters.Probing;

/// <summary>Reads a socket's error queue (IP_RECVERR in ip(7)): the only place where the kernel says which ICMP error came, and from whom.</summary>
internal static class ErrorQueue
{
    // One cmsghdr with a sock_extended_err and a sockaddr_in6 takes 60 bytes.
    private const int ControlBytes = 512;

    private const byte Icmpv4DestinationUnreachable = 3;
    private const byte Icmpv4FragmentationNeeded = 4;
    private const byte Icmpv6PacketTooBig = 2;

    /// <summary>The first queued ICMP error that ends an attempt; null where there is none.</summary>
    public static IcmpError? Read(SafeSocketFd socket)
    {
        Span<byte> control = stackalloc byte[ControlBytes];
        while (Receive(socket, control) is { } length)
        {
            if (Decode(control[..length]) is { } error && !IsAboutSize(error))
                return error;
        }
        return null;
    }

    /// <summary>The ICMP error in a buffer of control messages (cmsg(3)); null where there is none.</summary>
    internal static IcmpError? Decode(ReadOnlySpan<byte> control)
    {
        while (MemoryMarshal.TryRead<cmsghdr>(control, out var header))
        {
            var headerBytes = Unsafe.SizeOf<cmsghdr>();
            if (header.cmsg_len < (nuint)headerBytes || header.cmsg_len > (nuint)control.Length)
                return null;
            var length = (int)header.cmsg_len;
            if (IsError(header) && DecodeError(control[headerBytes..length]) is { } error)
                return error;
            control = control[Math.Min(Align(length), control.Length)..];
        }
        return null;
    }

    private static unsafe int? Receive(SafeSocketFd socket, Span<byte> control)
    {
        fixed (byte* at = control)
        {
            var message = new msghdr { msg_control = (nint)at, msg_controllen = (nuint)control.Length };
            return Libc.recvmsg(socket, ref message, LinuxSocket.MSG_ERRQUEUE) < 0 ? null : (int)message.msg_controllen;
        }
    }

    private static bool IsError(cmsghdr header) => (header.cmsg_level, header.cmsg_type)
        is (LinuxSocket.IPPROTO_IP, LinuxSocket.IP_RECVERR) or (LinuxSocket.IPPROTO_IPV6, LinuxSocket.IPV6_RECVERR);

    private static IcmpError? DecodeError(ReadOnlySpan<byte> body)
    {
        if (!MemoryMarshal.TryRead<sock_extended_err>(body, out var error)
            || error.ee_origin is not (LinuxErrqueue.SO_EE_ORIGIN_ICMP or LinuxErrqueue.SO_EE_ORIGIN_ICMP6)
            || SocketAddresses.Read(body[Unsafe.SizeOf<sock_extended_err>()..]) is not { } offender)
            return null;
        return new IcmpError(error.ee_type, error.ee_code, offender.Address);
    }

    // Path MTU discovery is no verdict on the destination.
    private static bool IsAboutSize(IcmpError error) => error.From.AddressFamily == AddressFamily.InterNetwork
        ? error is { Type: Icmpv4DestinationUnreachable, Code: Icmpv4FragmentationNeeded }
        : error.Type == Icmpv6PacketTooBig;

    // CMSG_ALIGN
    private static int Align(int length) => (length + nint.Size - 1) & ~(nint.Size - 1);
}
