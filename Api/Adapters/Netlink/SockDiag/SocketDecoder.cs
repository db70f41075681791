using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.SockDiag;

/// <summary>Decodes <c>struct inet_diag_msg</c>.</summary>
internal static class SocketDecoder
{
    private const int Ipv4Length = 4;

    /// <summary>Decodes one message; null where it is of another type or of another family than IPv4 and IPv6.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <param name="protocol">What was asked for; the answer does not say.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static ListeningSocket? Decode(NetlinkMessage message, NetnsId id, TransportProtocol protocol)
    {
        if (message.Header.nlmsg_type != LinuxSockDiag.SOCK_DIAG_BY_FAMILY)
            return null;
        var socket = message.Body<inet_diag_msg>();
        if (socket.idiag_family is not (LinuxSocket.AF_INET or LinuxSocket.AF_INET6))
            return null;
        bool? isV6Only = null;
        var attributes = message.AttributesAfter<inet_diag_msg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == LinuxInetDiag.INET_DIAG_SKV6ONLY)
                isV6Only = attribute.IsSet;
        }
        var address = AddressOf(socket);
        return new ListeningSocket
        {
            Namespace = id,
            Protocol = protocol,
            Address = address,
            Port = BinaryPrimitives.ReverseEndianness(socket.id.idiag_sport) is var swapped && BitConverter.IsLittleEndian ? swapped : socket.id.idiag_sport,
            IsV6Only = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? isV6Only : null,
            LinkIndex = socket.id.idiag_if is var link and not 0 ? (int)link : null,
            Inode = socket.idiag_inode,
            Uid = socket.idiag_uid,
        };
    }

    // A socket of IPv6 that is bound to ::ffff:192.0.2.1 takes IPv4 and nothing else.
    private static IPAddress AddressOf(in inet_diag_msg socket)
    {
        var octets = MemoryMarshal.AsBytes(new ReadOnlySpan<inet_diag_sockid.octets>(in socket.id.idiag_src));
        if (socket.idiag_family == LinuxSocket.AF_INET)
            return new IPAddress(octets[..Ipv4Length]);
        var address = new IPAddress(octets);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
