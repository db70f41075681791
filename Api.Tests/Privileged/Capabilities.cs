using System.Runtime.InteropServices;

namespace NetApi.Tests.Privileged;

/// <summary>Takes the calling thread's capabilities away, and with it those of threads it starts. Only on a thread that ends soon.</summary>
internal static partial class Capabilities
{
    // _LINUX_CAPABILITY_VERSION_3 of linux/capability.h: two data structs of 32 bits.
    private const uint Version3 = 0x20080522;

    public static void DropAll()
    {
        var header = new Header { Version = Version3 };
        Span<uint> none = stackalloc uint[6];
        if (capset(in header, none) < 0)
            throw new InvalidOperationException($"capset: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int capset(in Header header, ReadOnlySpan<uint> data);

    private struct Header
    {
        public uint Version;
        public int Pid;
    }
}
