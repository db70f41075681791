using System.Runtime.InteropServices;

namespace NetApi.Adapters.Probing;

/// <summary>A socket could not even be made or asked; what a destination answers is never an exception.</summary>
/// <param name="operation">The system call.</param>
/// <param name="errno">Positive errno.</param>
public sealed class ProbeException(string operation, int errno) : Exception($"{operation}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
{
    /// <summary>Positive errno.</summary>
    public int Errno { get; } = errno;

    internal static ProbeException OfLastError(string operation) => new(operation, Marshal.GetLastPInvokeError());
}
