using System.Runtime.InteropServices;

namespace NetApi.Tests.Privileged;

/// <summary>Gives the calling thread, and those it starts, mounts of its own. Only on a thread that ends soon.</summary>
internal static partial class MountNamespace
{
    private const int CloneNewNs = 0x00020000;
    private const nuint MsRecPrivate = 0x4000 | 0x40000;

    /// <summary>Puts another file system over /proc: <c>proc</c> with options, or an empty <c>tmpfs</c>.</summary>
    public static void CoverProc(string filesystem, string? options = null)
    {
        Check(unshare(CloneNewNs), "unshare");
        Check(mount("none", "/", null, MsRecPrivate, null), "mount /");
        Check(mount("none", "/proc", filesystem, 0, options), "mount /proc");
    }

    private static void Check(int result, string operation)
    {
        if (result < 0)
            throw new InvalidOperationException($"{operation}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string? filesystem, nuint flags, string? data);
}
