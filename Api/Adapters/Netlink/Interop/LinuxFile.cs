using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("fcntl.h")]
internal static class LinuxFile
{
    public const int AT_FDCWD = -100;
    public const int O_RDONLY = 0;
    public const int O_CLOEXEC = 0x80000;
    public const int O_DIRECTORY = 0x10000;
    public const int O_PATH = 0x200000;
    public const int AT_EMPTY_PATH = 0x1000;
}

[KernelHeader("linux/stat.h")]
internal static class LinuxStat
{
    public const uint STATX_INO = 0x100;
}

[KernelHeader("linux/nsfs.h")]
internal static class LinuxNsfs
{
    public const int NS_GET_NSTYPE = 0xb703;
}

[KernelHeader("linux/sched.h")]
internal static class LinuxSched
{
    public const int CLONE_NEWNET = 0x40000000;
}

/// <summary>Of <c>struct statx</c> only what names a file.</summary>
[KernelHeader("linux/stat.h")]
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct statx
{
    [FieldOffset(0x20)]
    public ulong stx_ino;

    [FieldOffset(0x88)]
    public uint stx_dev_major;

    [FieldOffset(0x8c)]
    public uint stx_dev_minor;
}
