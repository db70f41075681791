using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Reads files of procfs that show the namespace of the thread that opens them. Not for several threads at once.</summary>
/// <remarks>
/// In one procfs the directory <c>sys/net/ipv4</c> of every namespace that was ever looked at stays in the kernel's cache, and all of them
/// have one name: a look-up compares them one by one, so that reading N namespaces costs N². A fresh procfs has an empty cache;
/// it is mounted nowhere and gone when it is closed. Without CAP_SYS_ADMIN, which entering namespaces takes too, and on kernels before 5.2, <c>/proc</c> is read.
/// </remarks>
internal sealed class NetnsProcfs : IDisposable
{
    // Making a procfs costs about what reading a namespace does.
    private const int NamespacesPerProcfs = 16;

    private int _root = -1;
    private int _visited;

    /// <summary>To be called once for each namespace, before it is entered: the thread must be in NetApi's own.</summary>
    public void MoveOn()
    {
        if (_visited++ % NamespacesPerProcfs != 0)
            return;
        // The kernel waits for a grace period of RCU when a mount ends, which takes milliseconds; nothing here needs to wait with it.
        if (_root >= 0)
            ThreadPool.UnsafeQueueUserWorkItem(static root => Libc.close(root), _root, preferLocal: false);
        _root = Mount();
        if (_root < 0)
            _root = Libc.openat(LinuxFile.AT_FDCWD, "/proc\0"u8, LinuxFile.O_PATH | LinuxFile.O_DIRECTORY | LinuxFile.O_CLOEXEC);
    }

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="path">Its path from <c>/proc</c> on, a null byte at its end.</param>
    /// <param name="buffer">Takes what it holds.</param>
    /// <returns>What it holds; empty where there is no such file, or it may not be read.</returns>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        var fd = Libc.openat(_root, path, LinuxFile.O_RDONLY | LinuxFile.O_CLOEXEC);
        if (fd < 0)
            return [];
        var length = Libc.read(fd, buffer, (nuint)buffer.Length);
        Libc.close(fd);
        return length > 0 ? buffer[..(int)length] : [];
    }

    public void Dispose()
    {
        if (_root >= 0)
            Libc.close(_root);
        _root = -1;
    }

    private static int Mount()
    {
        var context = Libc.fsopen(LinuxSyscall.SYS_fsopen, "proc\0"u8, LinuxMount.FSOPEN_CLOEXEC);
        if (context < 0)
            return -1;
        var mount = Libc.fsconfig(LinuxSyscall.SYS_fsconfig, context, LinuxMount.FSCONFIG_CMD_CREATE, 0, 0, 0) < 0
            ? -1
            : Libc.fsmount(LinuxSyscall.SYS_fsmount, context, LinuxMount.FSMOUNT_CLOEXEC, 0);
        Libc.close(context);
        return (int)mount;
    }
}
