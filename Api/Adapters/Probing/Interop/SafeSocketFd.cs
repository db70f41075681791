using Microsoft.Win32.SafeHandles;

namespace NetApi.Adapters.Probing.Interop;

/// <summary>A socket's file descriptor.</summary>
internal sealed class SafeSocketFd : SafeHandleMinusOneIsInvalid
{
    public SafeSocketFd(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    protected override bool ReleaseHandle() => Libc.close(handle) == 0;
}
