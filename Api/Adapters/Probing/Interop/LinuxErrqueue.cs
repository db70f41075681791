using System.Runtime.InteropServices;

namespace NetApi.Adapters.Probing.Interop;

/// <summary>linux/errqueue.h: who found an error.</summary>
internal static class LinuxErrqueue
{
    public const byte SO_EE_ORIGIN_ICMP = 2;
    public const byte SO_EE_ORIGIN_ICMP6 = 3;
}

/// <summary>linux/errqueue.h; a sockaddr of the node that found the error follows (<c>SO_EE_OFFENDER</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct sock_extended_err
{
    public uint ee_errno;
    public byte ee_origin;
    public byte ee_type;
    public byte ee_code;
    public byte ee_pad;
    public uint ee_info;
    public uint ee_data;
}
