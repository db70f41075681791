using System.Runtime.ExceptionServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Runs code inside another network namespace, on a thread made for it that ends afterwards.</summary>
/// <remarks>
/// Never on the pool: a pool thread left in the wrong namespace would poison whatever runs on it next. What is run must not await.
/// Sockets that it opens stay in the namespace and may be used from anywhere.
/// </remarks>
public static class NetnsEntry
{
    // What runs here opens sockets and reads messages; a thousand namespaces should not cost gigabytes of stack.
    private const int StackBytes = 256 * 1024;

    /// <summary>Runs <paramref name="body"/> inside <paramref name="netns"/> and waits. Needs CAP_SYS_ADMIN.</summary>
    /// <exception cref="NetlinkException">The namespace could not be entered. Exceptions of <paramref name="body"/> come through with their stack.</exception>
    public static T Run<T>(NetnsHandle netns, Func<T> body) => OnOwnThread(() =>
    {
        Enter(netns);
        return body();
    });

    /// <inheritdoc cref="Run{T}(NetnsHandle, Func{T})"/>
    public static void Run(NetnsHandle netns, Action body) => Run(netns, () =>
    {
        body();
        return true;
    });

    /// <summary>Makes a namespace without a name, empty but for its loopback link, which is down. Needs CAP_SYS_ADMIN.</summary>
    /// <remarks>It ends, with its links and their peers, when the handle and every socket opened inside are closed, so it cannot outlive the process.</remarks>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public static NetnsHandle CreateAnonymous() => OnOwnThread(() =>
        Libc.unshare(LinuxSched.CLONE_NEWNET) < 0
            ? throw NetlinkException.OfLastError("unshare CLONE_NEWNET")
            : NetnsHandle.OfCurrentThread());

    /// <summary>Moves the calling thread, which must be one of <see cref="OnOwnThread"/>, into another namespace. Needs CAP_SYS_ADMIN.</summary>
    /// <exception cref="NetlinkException">The namespace could not be entered; the thread stays where it was.</exception>
    internal static void Enter(NetnsHandle netns)
    {
        if (Libc.setns(netns.Fd, LinuxSched.CLONE_NEWNET) < 0)
            throw NetlinkException.OfLastError($"setns net:[{netns.Inode}]");
    }

    /// <summary>Runs code on a thread of its own, which begins in the caller's namespace, may go from one to the next, and ends afterwards.</summary>
    internal static T OnOwnThread<T>(Func<T> body)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Go, StackBytes) { IsBackground = true, Name = "netns" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;

        void Go()
        {
            try
            {
                result = body();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
