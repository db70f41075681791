using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

/// <summary>System calls that wait.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvmsg(SafeSocketFd socket, ref msghdr message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Span<pollfd> fds, nuint count, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int inotify_add_watch(SafeFd inotify, string path, uint mask);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(SafeFd fd, Span<byte> buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(SafeFd fd, ReadOnlySpan<byte> bytes, nuint length);
}
