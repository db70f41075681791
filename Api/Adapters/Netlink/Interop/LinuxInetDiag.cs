using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/sock_diag.h")]
internal static class LinuxSockDiag
{
    public const ushort SOCK_DIAG_BY_FAMILY = 20;
}

[KernelHeader("linux/inet_diag.h")]
internal static class LinuxInetDiag
{
    public const ushort INET_DIAG_SKV6ONLY = 11;
    public const ushort INET_DIAG_LOCALS = 12;
}

[KernelHeader("netinet/tcp.h")]
internal static class LinuxTcp
{
    public const int TCP_CLOSE = 7;
    public const int TCP_LISTEN = 10;
}

[KernelHeader("linux/in.h")]
internal static class LinuxIn
{
    public const byte IPPROTO_TCP = 6;
    public const byte IPPROTO_UDP = 17;
    public const byte IPPROTO_SCTP = 132;
}

[KernelHeader("linux/inet_diag.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct inet_diag_sockid
{
    public ushort idiag_sport;
    public ushort idiag_dport;
    public octets idiag_src;
    public octets idiag_dst;
    public uint idiag_if;
    public cookie idiag_cookie;

    /// <summary><c>__be32[4]</c>: the four bytes of an IPv4 address first, or the sixteen of an IPv6 one.</summary>
    public struct octets
    {
        public uint w0;
        public uint w1;
        public uint w2;
        public uint w3;
    }

    /// <summary><c>__u32[2]</c>.</summary>
    public struct cookie
    {
        public uint w0;
        public uint w1;
    }
}

[KernelHeader("linux/inet_diag.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct inet_diag_req_v2
{
    public byte sdiag_family;
    public byte sdiag_protocol;
    public byte idiag_ext;
    public byte pad;
    public uint idiag_states;
    public inet_diag_sockid id;
}

[KernelHeader("linux/inet_diag.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct inet_diag_msg
{
    public byte idiag_family;
    public byte idiag_state;
    public byte idiag_timer;
    public byte idiag_retrans;
    public inet_diag_sockid id;
    public uint idiag_expires;
    public uint idiag_rqueue;
    public uint idiag_wqueue;
    public uint idiag_uid;
    public uint idiag_inode;
}
