using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>A file's device and inode: the same for every name of one namespace (namespaces(7)).</summary>
internal readonly record struct NetnsFile(uint DeviceMajor, uint DeviceMinor, ulong Inode)
{
    public static NetnsFile Of(statx status) => new(status.stx_dev_major, status.stx_dev_minor, status.stx_ino);
}
