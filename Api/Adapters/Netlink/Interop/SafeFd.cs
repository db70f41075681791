using Microsoft.Win32.SafeHandles;

namespace NetApi.Adapters.Netlink.Interop;

/// <summary>A netlink socket's file descriptor.</summary>
internal sealed class SafeSocketFd : SafeHandleMinusOneIsInvalid
{
    public SafeSocketFd(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    protected override bool ReleaseHandle() => Libc.close(handle) == 0;
}

/// <summary>A file descriptor of a namespace's file.</summary>
internal sealed class SafeNsFd : SafeHandleMinusOneIsInvalid
{
    public SafeNsFd(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    protected override bool ReleaseHandle() => Libc.close(handle) == 0;
}
