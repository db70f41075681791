using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetApi.Adapters.Probing.Interop;

namespace NetApi.Adapters.Probing;

/// <summary>Translates between sockaddr_in, sockaddr_in6 and <see cref="IPEndPoint"/>; .NET knows their layout.</summary>
internal static class SocketAddresses
{
    public static ReadOnlySpan<byte> Write(IPEndPoint endpoint)
    {
        var address = endpoint.Serialize();
        return address.Buffer.Span[..address.Size];
    }

    /// <summary>Null for other families and for bytes that are too few.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> bytes)
    {
        if (!MemoryMarshal.TryRead<ushort>(bytes, out var family))
            return null;
        IPEndPoint? any = family switch
        {
            LinuxSocket.AF_INET => new(IPAddress.Any, 0),
            LinuxSocket.AF_INET6 => new(IPAddress.IPv6Any, 0),
            _ => null,
        };
        if (any?.Serialize() is not { } address || bytes.Length < address.Size)
            return null;
        bytes[..address.Size].CopyTo(address.Buffer.Span);
        return (IPEndPoint)any.Create(address);
    }

    public static int FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? LinuxSocket.AF_INET : LinuxSocket.AF_INET6;
}
