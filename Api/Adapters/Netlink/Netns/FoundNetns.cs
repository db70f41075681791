using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>A network namespace and every name it was seen under.</summary>
internal sealed class FoundNetns(NetnsFile file)
{
    public NetnsFile File { get; } = file;

    /// <summary>Bind mounts, and paths that the caller knew.</summary>
    public SortedSet<string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Processes in it, in NetApi's view of /proc.</summary>
    public SortedSet<int> Pids { get; } = [];

    /// <summary>Opens it by the first of its names that leads to it. Null without a refusal means that it is gone.</summary>
    public NetnsHandle? Open(out NetlinkException? refusal)
    {
        refusal = null;
        foreach (var path in Paths.Concat(Pids.Select(ProcessNamespaces.PathOf)))
        {
            var handle = NetnsHandle.TryOpen(path, out var failure);
            if (handle?.File == File)
                return handle;
            // The name leads to another namespace by now.
            handle?.Dispose();
            if (failure is not null && !IsGone(failure))
                refusal ??= failure;
        }
        return null;
    }

    // EINVAL: the mount is gone and the plain file it covered is seen.
    internal static bool IsGone(NetlinkException failure) => failure.Errno is LinuxErrno.ENOENT or LinuxErrno.ESRCH or LinuxErrno.EINVAL;
}
