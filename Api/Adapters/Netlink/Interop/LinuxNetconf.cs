using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/netconf.h")]
internal static class LinuxNetconf
{
    public const ushort NETCONFA_IFINDEX = 1;
    public const ushort NETCONFA_FORWARDING = 2;
    public const ushort NETCONFA_RP_FILTER = 3;
    public const ushort NETCONFA_PROXY_NEIGH = 5;

    public const int NETCONFA_IFINDEX_ALL = -1;
    public const int NETCONFA_IFINDEX_DEFAULT = -2;
}

[KernelHeader("linux/netconf.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct netconfmsg
{
    public byte ncm_family;
}
