using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/if_addr.h")]
internal static class LinuxIfAddr
{
    public const ushort IFA_ADDRESS = 1;
    public const ushort IFA_LOCAL = 2;
    public const byte IFA_F_NODAD = 2;
}

[KernelHeader("linux/if_addr.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ifaddrmsg
{
    public byte ifa_family;
    public byte ifa_prefixlen;
    public byte ifa_flags;
    public byte ifa_scope;
    public uint ifa_index;
}
