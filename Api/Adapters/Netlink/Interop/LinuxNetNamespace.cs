namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("linux/net_namespace.h")]
internal static class LinuxNetNamespace
{
    public const int NETNSA_NSID_NOT_ASSIGNED = -1;
    public const ushort NETNSA_NSID = 1;
    public const ushort NETNSA_FD = 3;
}
