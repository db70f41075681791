namespace NetApi.Adapters.Netlink.Interop;

/// <summary>Numbers of system calls, the same on every architecture.</summary>
[KernelHeader("sys/syscall.h")]
internal static class LinuxSyscall
{
    public const int SYS_fsopen = 430;
    public const int SYS_fsconfig = 431;
    public const int SYS_fsmount = 432;
}

[KernelHeader("linux/mount.h")]
internal static class LinuxMount
{
    public const int FSOPEN_CLOEXEC = 1;
    public const int FSMOUNT_CLOEXEC = 1;
    public const int FSCONFIG_CMD_CREATE = 6;
}
