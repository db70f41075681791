using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

[KernelHeader("sys/socket.h")]
internal static class LinuxSocket
{
    public const int AF_UNSPEC = 0;
    public const int AF_INET = 2;
    public const int AF_BRIDGE = 7;
    public const int AF_INET6 = 10;
    public const int AF_NETLINK = 16;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SO_RCVTIMEO = 20;
    public const int SOL_NETLINK = 270;
    public const int MSG_TRUNC = 0x20;
}

// The C library's header lists it only from glibc 2.34 on; the kernel's own always does.
[KernelHeader("asm/socket.h")]
internal static class AsmSocket
{
    public const int SO_NETNS_COOKIE = 71;
}

[KernelHeader("sys/time.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct timeval
{
    public nint tv_sec;
    public nint tv_usec;
}
