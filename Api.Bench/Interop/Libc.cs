using System.Runtime.InteropServices;

namespace NetApi.Bench.Interop;

/// <summary>System calls, each as its man page says. They return -1 and leave the cause in errno.</summary>
internal static partial class Libc
{
    public const ulong MS_BIND = 4096;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mount(string source, string target, string? fileSystem, ulong flags, nint data);
}
