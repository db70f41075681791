using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Walks attributes (<c>struct nlattr</c>, type and length, then the value). Callers skip the types they do not know.</summary>
internal ref struct NetlinkAttributeReader(ReadOnlySpan<byte> attributes)
{
    private ReadOnlySpan<byte> _rest = attributes;

    /// <summary>Reads the next attribute; false at the end.</summary>
    /// <exception cref="NetlinkFormatException">An attribute claims a length that is not there.</exception>
    public bool TryRead(out NetlinkAttribute attribute)
    {
        attribute = default;
        if (_rest.IsEmpty)
            return false;
        if (!MemoryMarshal.TryRead<nlattr>(_rest, out var header))
            throw new NetlinkFormatException($"An attribute header needs {Unsafe.SizeOf<nlattr>()} bytes, {_rest.Length} are left.");
        if (header.nla_len < Unsafe.SizeOf<nlattr>() || header.nla_len > _rest.Length)
            throw new NetlinkFormatException($"An attribute claims {header.nla_len} bytes, {_rest.Length} are left.");
        attribute = new NetlinkAttribute(header.nla_type, _rest[Unsafe.SizeOf<nlattr>()..header.nla_len]);
        _rest = Alignment.After(_rest, header.nla_len);
        return true;
    }
}

/// <summary>One attribute. Numbers must have their exact size; the byte order is in the method's name.</summary>
internal readonly ref struct NetlinkAttribute(ushort rawType, ReadOnlySpan<byte> value)
{
    /// <summary>Type without the flag bits <c>NLA_F_NESTED</c> and <c>NLA_F_NET_BYTEORDER</c>.</summary>
    public ushort Type { get; } = (ushort)(rawType & ~(LinuxNetlink.NLA_F_NESTED | LinuxNetlink.NLA_F_NET_BYTEORDER));

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The attributes nested in this one. Many kernel attributes nest without saying so by the flag.</summary>
    public NetlinkAttributeReader Nested => new(Value);

    public byte Byte => Sized(1)[0];

    /// <summary>A byte that is 0 or not.</summary>
    public bool IsSet => Byte != 0;

    public ushort HostUInt16 => MemoryMarshal.Read<ushort>(Sized(2));

    public ushort NetworkUInt16 => BinaryPrimitives.ReadUInt16BigEndian(Sized(2));

    public uint NetworkUInt32 => BinaryPrimitives.ReadUInt32BigEndian(Sized(4));

    public uint HostUInt32 => MemoryMarshal.Read<uint>(Sized(4));

    public int HostInt32 => MemoryMarshal.Read<int>(Sized(4));

    /// <summary>A string up to its first null byte, or up to the end where it has none.</summary>
    public string String
    {
        get
        {
            var end = Value.IndexOf((byte)0);
            return StringCache.Of(end < 0 ? Value : Value[..end]);
        }
    }

    /// <summary>A fixed struct. The kernel appends members over time, so that a longer value is fine.</summary>
    public T Body<T>()
        where T : unmanaged =>
        MemoryMarshal.TryRead<T>(Value, out var body)
            ? body
            : throw new NetlinkFormatException($"{typeof(T).Name} needs {Unsafe.SizeOf<T>()} bytes, attribute {Type} has {Value.Length}.");

    private ReadOnlySpan<byte> Sized(int size) =>
        Value.Length == size ? Value : throw new NetlinkFormatException($"Attribute {Type} should have {size} bytes, it has {Value.Length}.");
}
