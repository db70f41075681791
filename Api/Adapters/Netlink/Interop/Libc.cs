using System.Runtime.InteropServices;

namespace NetApi.Adapters.Netlink.Interop;

/// <summary>System calls, each as its man page says. They return -1 and leave the cause in errno.</summary>
/// <remarks>
/// <c>socket</c> and <c>open</c> return int, not a SafeHandle: a C int fills half of the register that a handle is read from,
/// so that -1 could arrive as 4294967295.
/// </remarks>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(SafeSocketFd socket, in sockaddr_nl address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(SafeSocketFd socket, ref sockaddr_nl address, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(SafeSocketFd socket, int level, int name, in int value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(SafeSocketFd socket, int level, int name, in timeval value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(SafeSocketFd socket, int level, int name, ref ulong value, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendto(
        SafeSocketFd socket, ReadOnlySpan<byte> bytes, nuint length, int flags, in sockaddr_nl address, uint addressLength);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(
        SafeSocketFd socket, Span<byte> buffer, nuint length, int flags, ref sockaddr_nl address, ref uint addressLength);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    /// <param name="directory">A directory's descriptor, or AT_FDCWD.</param>
    /// <param name="path">UTF-8, a null byte at its end.</param>
    /// <param name="flags"><c>O_*</c>.</param>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(int directory, ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(nint fd, Span<byte> buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(nint fd);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8, EntryPoint = "statx")]
    public static partial int statx_path(int directory, string path, int flags, uint mask, out statx result);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8, EntryPoint = "statx")]
    public static partial int statx_fd(SafeNsFd fd, string path, int flags, uint mask, out statx result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(SafeNsFd fd, nuint request);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setns(SafeNsFd fd, int type);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unshare(int flags);

    // The C library has names for these only from glibc 2.36 on.
    [LibraryImport("libc", SetLastError = true, EntryPoint = "syscall")]
    public static partial nint fsopen(nint number, ReadOnlySpan<byte> filesystem, nuint flags);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "syscall")]
    public static partial nint fsconfig(nint number, nint context, nuint command, nint key, nint value, nint aux);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "syscall")]
    public static partial nint fsmount(nint number, nint context, nuint flags, nuint attributes);
}
