using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>An open network namespace. While it is open the namespace and its links live, even after the last process left: close it soon.</summary>
public sealed class NetnsHandle : IDisposable
{
    private readonly SafeNsFd _fd;

    private NetnsHandle(SafeNsFd fd, NetnsFile file)
    {
        _fd = fd;
        File = file;
    }

    /// <summary>Inode of the namespace's file.</summary>
    public ulong Inode => File.Inode;

    internal NetnsFile File { get; }

    internal SafeNsFd Fd => _fd;

    /// <summary>The number to hand to the kernel inside a message. Keep the handle alive until the kernel has answered.</summary>
    internal int Descriptor => _fd.IsClosed
        ? throw new ObjectDisposedException(nameof(NetnsHandle))
        : (int)_fd.DangerousGetHandle();

    /// <summary>Opens the namespace of the calling thread.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public static NetnsHandle OfCurrentThread() => Open("/proc/thread-self/ns/net");

    /// <summary>Opens a namespace by a bind mount (<c>/run/netns/NAME</c>, a sandbox key) or by <c>/proc/PID/ns/net</c>.</summary>
    /// <exception cref="NetlinkException">The kernel refused, or the file is no network namespace (EINVAL).</exception>
    public static NetnsHandle Open(string path) => TryOpen(path, out var failure) ?? throw failure!;

    /// <summary>As <see cref="Open"/>, but null and the failure instead of an exception.</summary>
    internal static NetnsHandle? TryOpen(string path, out NetlinkException? failure)
    {
        failure = null;
        var fd = new SafeNsFd(Libc.open(path, LinuxFile.O_RDONLY | LinuxFile.O_CLOEXEC));
        if (fd.IsInvalid)
            failure = NetlinkException.OfLastError($"open {path}");
        else if (Libc.statx_fd(fd, "", LinuxFile.AT_EMPTY_PATH, LinuxStat.STATX_INO, out var status) < 0)
            failure = NetlinkException.OfLastError($"statx {path}");
        else if (!IsNetns(fd))
            failure = new NetlinkException($"open {path}", LinuxErrno.EINVAL, "the file is no network namespace");
        else
            return new NetnsHandle(fd, NetnsFile.Of(status));
        fd.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _fd.Dispose();

    // ioctl_nsfs(2): the CLONE_* flag of a namespace's kind, ENOTTY for any other file.
    private static bool IsNetns(SafeNsFd fd) => Libc.ioctl(fd, LinuxNsfs.NS_GET_NSTYPE) == LinuxSched.CLONE_NEWNET;
}
