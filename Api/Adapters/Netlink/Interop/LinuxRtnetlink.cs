using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/rtnetlink.h")]
internal static class LinuxRtnetlink
{
    public const ushort RTM_NEWLINK = 16;
    public const ushort RTM_DELLINK = 17;
    public const ushort RTM_GETLINK = 18;
    public const ushort RTM_SETLINK = 19;
    public const ushort RTM_NEWADDR = 20;
    public const ushort RTM_GETADDR = 22;
    public const ushort RTM_NEWROUTE = 24;
    public const ushort RTM_GETROUTE = 26;
    public const ushort RTM_NEWNEIGH = 28;
    public const ushort RTM_GETNEIGH = 30;
    public const ushort RTM_NEWRULE = 32;
    public const ushort RTM_GETRULE = 34;
    public const ushort RTM_NEWNEIGHTBL = 64;
    public const ushort RTM_GETNEIGHTBL = 66;
    public const ushort RTM_GETNETCONF = 82;
    public const ushort RTM_NEWNSID = 88;
    public const ushort RTM_GETNSID = 90;

    public const ushort RTA_DST = 1;
    public const ushort RTA_SRC = 2;
    public const ushort RTA_OIF = 4;
    public const ushort RTA_GATEWAY = 5;
    public const ushort RTA_PRIORITY = 6;
    public const ushort RTA_PREFSRC = 7;
    public const ushort RTA_MULTIPATH = 9;
    public const ushort RTA_TABLE = 15;
    public const ushort RTA_VIA = 18;
    public const ushort RTA_NH_ID = 30;

    public const uint RTNH_F_DEAD = 1;
    public const uint RTNH_F_PERVASIVE = 2;
    public const uint RTNH_F_ONLINK = 4;
    public const uint RTNH_F_OFFLOAD = 8;
    public const uint RTNH_F_LINKDOWN = 16;
    public const uint RTNH_F_UNRESOLVED = 32;
    public const uint RTNH_F_TRAP = 64;
    public const uint RTM_F_NOTIFY = 0x100;
    public const uint RTM_F_CLONED = 0x200;
    public const uint RTM_F_OFFLOAD = 0x4000;
    public const uint RTM_F_TRAP = 0x8000;

    public const byte RTN_UNICAST = 1;
    public const byte RTN_LOCAL = 2;
    public const byte RT_TABLE_MAIN = 254;
    public const byte RTPROT_UNSPEC = 0;
    public const byte RTPROT_REDIRECT = 1;
    public const byte RTPROT_KERNEL = 2;
    public const byte RTPROT_BOOT = 3;
    public const byte RTPROT_STATIC = 4;
    public const byte RTPROT_GATED = 8;
    public const byte RTPROT_RA = 9;
    public const byte RTPROT_MRT = 10;
    public const byte RTPROT_ZEBRA = 11;
    public const byte RTPROT_BIRD = 12;
    public const byte RTPROT_DNROUTED = 13;
    public const byte RTPROT_XORP = 14;
    public const byte RTPROT_NTK = 15;
    public const byte RTPROT_DHCP = 16;
    public const byte RTPROT_KEEPALIVED = 18;
    public const byte RTPROT_BABEL = 42;
    public const byte RTPROT_OPENR = 99;
    public const byte RTPROT_BGP = 186;
    public const byte RTPROT_ISIS = 187;
    public const byte RTPROT_OSPF = 188;
    public const byte RTPROT_RIP = 189;
    public const byte RTPROT_EIGRP = 192;
    public const byte RT_SCOPE_UNIVERSE = 0;
    public const byte RT_SCOPE_SITE = 200;
    public const byte RT_SCOPE_LINK = 253;
    public const byte RT_SCOPE_HOST = 254;
    public const byte RT_SCOPE_NOWHERE = 255;

    public const uint RTEXT_FILTER_BRVLAN_COMPRESSED = 1 << 2;
    public const uint RTEXT_FILTER_SKIP_STATS = 1 << 3;
}

[KernelHeader("linux/rtnetlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ifinfomsg
{
    public byte ifi_family;
    public byte __ifi_pad;
    public ushort ifi_type;
    public int ifi_index;
    public uint ifi_flags;
    public uint ifi_change;
}

[KernelHeader("linux/rtnetlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct rtmsg
{
    public byte rtm_family;
    public byte rtm_dst_len;
    public byte rtm_src_len;
    public byte rtm_tos;
    public byte rtm_table;
    public byte rtm_protocol;
    public byte rtm_scope;
    public byte rtm_type;
    public uint rtm_flags;
}

[KernelHeader("linux/rtnetlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct rtnexthop
{
    public ushort rtnh_len;
    public byte rtnh_flags;
    public byte rtnh_hops;
    public int rtnh_ifindex;
}

[KernelHeader("linux/rtnetlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct rtgenmsg
{
    public byte rtgen_family;
}
