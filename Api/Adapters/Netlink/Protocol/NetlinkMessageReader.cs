using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Walks the messages of one datagram. Never reads outside of it, and each step moves forward.</summary>
internal ref struct NetlinkMessageReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>Reads the next message; false at the end of the datagram.</summary>
    /// <exception cref="NetlinkFormatException">A message claims a length that the datagram does not have.</exception>
    public bool TryRead(out NetlinkMessage message)
    {
        message = default;
        if (_rest.IsEmpty)
            return false;
        if (!MemoryMarshal.TryRead<nlmsghdr>(_rest, out var header))
            throw new NetlinkFormatException($"A message header needs {Unsafe.SizeOf<nlmsghdr>()} bytes, {_rest.Length} are left.");
        if (header.nlmsg_len < Unsafe.SizeOf<nlmsghdr>() || header.nlmsg_len > _rest.Length)
            throw new NetlinkFormatException($"A message claims {header.nlmsg_len} bytes, {_rest.Length} are left.");
        var length = (int)header.nlmsg_len;
        message = new NetlinkMessage(header, _rest[Unsafe.SizeOf<nlmsghdr>()..length]);
        _rest = Alignment.After(_rest, length);
        return true;
    }
}

/// <summary>One netlink message: its header and what follows.</summary>
internal readonly ref struct NetlinkMessage(nlmsghdr header, ReadOnlySpan<byte> payload)
{
    public nlmsghdr Header { get; } = header;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public bool Has(ushort flag) => (Header.nlmsg_flags & flag) != 0;

    /// <summary>Reads the fixed struct that the payload starts with.</summary>
    /// <exception cref="NetlinkFormatException">The payload is shorter.</exception>
    public T Body<T>()
        where T : unmanaged =>
        MemoryMarshal.TryRead<T>(Payload, out var body)
            ? body
            : throw new NetlinkFormatException($"{typeof(T).Name} needs {Unsafe.SizeOf<T>()} bytes, the payload has {Payload.Length}.");

    /// <summary>The attributes that follow the fixed struct.</summary>
    public NetlinkAttributeReader AttributesAfter<T>()
        where T : unmanaged => new(Alignment.After(Payload, Unsafe.SizeOf<T>()));
}
