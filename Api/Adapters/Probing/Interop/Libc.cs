using System.Runtime.InteropServices;

namespace NetApi.Adapters.Probing.Interop;

/// <summary>System calls, each as its man page says. They return -1 and leave the cause in errno. Addresses are sockaddr_in or sockaddr_in6, as bytes.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(SafeSocketFd socket, int level, int name, in int value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(SafeSocketFd socket, int level, int name, in linger value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(SafeSocketFd socket, int level, int name, out int value, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(SafeSocketFd socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(SafeSocketFd socket, Span<byte> address, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(SafeSocketFd socket, ReadOnlySpan<byte> bytes, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvmsg(SafeSocketFd socket, ref msghdr message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(ref pollfd fds, nuint count, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(nint fd);
}
