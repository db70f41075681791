using System.Buffers.Binary;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Bench.Reading;

/// <summary>The dump requests of one namespace's reading, in bytes: a header, a fixed struct of zeros but for its first bytes, perhaps an attribute.</summary>
internal static class BareRequests
{
    public const int NETLINK_SOCK_DIAG = 4;

    private const ushort RTM_GETNEIGH = 30;
    private const ushort RTM_GETRULE = 34;
    private const ushort RTM_GETNETCONF = 82;
    private const ushort SOCK_DIAG_BY_FAMILY = 20;
    private const byte AF_BRIDGE = 7;
    private const byte NTF_PROXY = 8;
    private const byte IPPROTO_TCP = 6;
    private const byte IPPROTO_UDP = 17;
    private const byte IPPROTO_SCTP = 132;
    private const int TCP_CLOSE = 7;
    private const int TCP_LISTEN = 10;
    private const int SizeOfInetDiagReqV2 = 56;

    /// <summary>Links, addresses, routes, rules, neighbours, proxied neighbours, forwarding databases, configuration of links.</summary>
    public static byte[][] Route { get; } =
    [
        // struct ifinfomsg, then IFLA_EXT_MASK.
        Request(LinuxRtnetlink.RTM_GETLINK, [.. new byte[16], 8, 0, (byte)LinuxIfLink.IFLA_EXT_MASK, 0, (byte)LinuxRtnetlink.RTEXT_FILTER_SKIP_STATS, 0, 0, 0]),
        // struct ifaddrmsg
        Request(LinuxRtnetlink.RTM_GETADDR, new byte[8]),
        // struct rtmsg
        Request(LinuxRtnetlink.RTM_GETROUTE, new byte[12]),
        // struct fib_rule_hdr
        Request(RTM_GETRULE, new byte[12]),
        // struct ndmsg, thrice
        Request(RTM_GETNEIGH, new byte[12]),
        Request(RTM_GETNEIGH, [.. new byte[10], NTF_PROXY, 0]),
        Request(RTM_GETNEIGH, [AF_BRIDGE, .. new byte[11]]),
        // struct netconfmsg
        Request(RTM_GETNETCONF, new byte[4]),
    ];

    /// <summary>Listening sockets of TCP, UDP and SCTP, IPv4 and IPv6.</summary>
    public static byte[][] SockDiag { get; } =
    [
        .. from family in new byte[] { LinuxSocket.AF_INET, LinuxSocket.AF_INET6 }
           from asked in new[] { (IPPROTO_TCP, TCP_LISTEN), (IPPROTO_UDP, TCP_CLOSE), (IPPROTO_SCTP, TCP_LISTEN) }
           select Sockets(family, asked.Item1, asked.Item2),
    ];

    private static byte[] Sockets(byte family, byte protocol, int state)
    {
        var body = new byte[SizeOfInetDiagReqV2];
        (body[0], body[1]) = (family, protocol);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), 1u << state);
        return Request(SOCK_DIAG_BY_FAMILY, body);
    }

    // struct nlmsghdr: length, type, flags, sequence, port.
    private static byte[] Request(ushort type, byte[] body)
    {
        var request = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(6), LinuxNetlink.NLM_F_REQUEST | LinuxNetlink.NLM_F_DUMP);
        body.CopyTo(request, 16);
        return request;
    }
}
