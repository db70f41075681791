using System.Runtime.InteropServices;
using System.Text;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>The kernel refused: what was asked, the errno, and the kernel's own words where it gave any.</summary>
public sealed class NetlinkException : Exception
{
    /// <summary>Makes an exception from the kernel's answer.</summary>
    /// <param name="operation">What was asked, such as <c>RTM_NEWLINK eth0</c> or <c>setns</c>.</param>
    /// <param name="errno">Positive errno.</param>
    /// <param name="kernelMessage">Extended acknowledgement (<c>NLMSGERR_ATTR_MSG</c>); null where the kernel gave none.</param>
    /// <param name="offset">Offset of the attribute at fault in the request, in bytes (<c>NLMSGERR_ATTR_OFFS</c>).</param>
    public NetlinkException(string operation, int errno, string? kernelMessage = null, uint? offset = null)
        : base(Describe(operation, errno, kernelMessage, offset))
    {
        Operation = operation;
        Errno = errno;
        KernelMessage = kernelMessage;
        Offset = offset;
    }

    /// <summary>What was asked.</summary>
    public string Operation { get; }

    /// <summary>Positive errno.</summary>
    public int Errno { get; }

    /// <summary>Name of the errno, such as <c>EPERM</c>.</summary>
    public string ErrnoName => LinuxErrno.NameOf(Errno);

    /// <summary>The kernel's extended acknowledgement; null where it gave none.</summary>
    public string? KernelMessage { get; }

    /// <summary>Offset in bytes of the attribute at fault in the request; null where the kernel named none.</summary>
    public uint? Offset { get; }

    /// <summary>Whether the caller lacks a right (EPERM, EACCES).</summary>
    public bool IsPermission => Errno is LinuxErrno.EPERM or LinuxErrno.EACCES;

    /// <summary>Made from the errno that the system call before left.</summary>
    internal static NetlinkException OfLastError(string operation) => new(operation, Marshal.GetLastPInvokeError());

    private static string Describe(string operation, int errno, string? kernelMessage, uint? offset)
    {
        var text = new StringBuilder($"{operation}: {LinuxErrno.NameOf(errno)} ({Marshal.GetPInvokeErrorMessage(errno)})");
        if (kernelMessage is not null)
            text.Append(": ").Append(kernelMessage);
        if (offset is { } at)
            text.Append($" (at byte {at} of the request)");
        return text.ToString();
    }
}
