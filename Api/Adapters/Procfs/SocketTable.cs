using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Procfs;

/// <summary>A socket of /proc/net that waits, with the inode that names it among descriptors.</summary>
internal readonly record struct WaitingSocket(TransportProtocol Protocol, IPAddress Address, int Port, ulong Inode);

/// <summary>Decodes /proc/net/tcp, tcp6, udp, udp6 (proc_net_tcp in the kernel's documentation) and sctp/eps.</summary>
internal static class SocketTable
{
    // enum tcp_states of include/net/tcp_states.h; UDP borrows TCP_CLOSE for "bound, not connected".
    private const int Listen = 0x0A;
    private const int Close = 0x07;

    /// <summary>Listening TCP or unconnected UDP sockets. A line of another form is passed over: the first is a heading.</summary>
    public static IEnumerable<WaitingSocket> Parse(string text, TransportProtocol protocol)
    {
        var wanted = protocol == TransportProtocol.Tcp ? Listen : Close;
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10
                || !int.TryParse(fields[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var state)
                || state != wanted
                || !TryParseEndpoint(fields[1], out var address, out var port)
                || !ulong.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                continue;
            yield return new WaitingSocket(protocol, address, port, inode);
        }
    }

    /// <summary>SCTP endpoints, one socket for each local address: columns of sctp_eps_seq_show in net/sctp/proc.c.</summary>
    public static IEnumerable<WaitingSocket> ParseSctpEndpoints(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 9
                || !ushort.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || !ulong.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                continue;
            // A star marks the primary address.
            foreach (var field in fields[8..])
                if (IPAddress.TryParse(field.TrimStart('*'), out var address))
                    yield return new WaitingSocket(TransportProtocol.Sctp, Unmapped(address), port, inode);
        }
    }

    // The kernel prints each 32-bit word of the address as a number of the host, and the port as a plain number.
    private static bool TryParseEndpoint(string text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32) || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out port))
            return false;
        Span<byte> octets = stackalloc byte[colon / 2];
        for (var i = 0; i < octets.Length; i += sizeof(uint))
        {
            if (!uint.TryParse(text.AsSpan(i * 2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
                return false;
            if (BitConverter.IsLittleEndian)
                BinaryPrimitives.WriteUInt32LittleEndian(octets[i..], word);
            else
                BinaryPrimitives.WriteUInt32BigEndian(octets[i..], word);
        }
        address = Unmapped(new IPAddress(octets));
        return true;
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
