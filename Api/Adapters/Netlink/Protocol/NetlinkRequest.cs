using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetApi.Adapters.Netlink.Interop;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Writes one request: header, fixed struct, attributes. Grows as needed.</summary>
internal sealed class NetlinkRequest
{
    private byte[] _bytes = new byte[256];
    private int _length;

    private NetlinkRequest(string operation) => Operation = operation;

    /// <summary>What is asked, for the words of an error.</summary>
    public string Operation { get; }

    /// <summary>Starts a request.</summary>
    /// <param name="operation">What is asked, for the words of an error.</param>
    /// <param name="type"><c>RTM_*</c>.</param>
    /// <param name="flags"><c>NLM_F_*</c> beside NLM_F_REQUEST.</param>
    /// <param name="body">The fixed struct after the header.</param>
    public static NetlinkRequest Create<T>(string operation, ushort type, ushort flags, T body)
        where T : unmanaged
    {
        var request = new NetlinkRequest(operation);
        request.Append(new nlmsghdr { nlmsg_type = type, nlmsg_flags = (ushort)(LinuxNetlink.NLM_F_REQUEST | flags) });
        request.Append(body);
        return request;
    }

    public NetlinkRequest AddHostUInt32(ushort type, uint value)
    {
        Append(new nlattr { nla_len = sizeof(uint) + 4, nla_type = type });
        Append(value);
        return this;
    }

    public NetlinkRequest AddHostInt32(ushort type, int value) => AddHostUInt32(type, unchecked((uint)value));

    public NetlinkRequest AddString(ushort type, string value) => AddBytes(type, [.. Encoding.UTF8.GetBytes(value), 0]);

    public NetlinkRequest AddBytes(ushort type, ReadOnlySpan<byte> value)
    {
        var start = Open(type);
        value.CopyTo(Take(value.Length));
        Close(start);
        return this;
    }

    /// <summary>Nests attributes, with a fixed struct before them where the kernel wants one.</summary>
    public NetlinkRequest AddNested(ushort type, Action<NetlinkRequest> write)
    {
        var start = Open((ushort)(type | LinuxNetlink.NLA_F_NESTED));
        write(this);
        Close(start);
        return this;
    }

    /// <summary>Appends a fixed struct with its padding, as VETH_INFO_PEER starts with one.</summary>
    public void Append<T>(T value)
        where T : unmanaged => MemoryMarshal.Write(Take(Alignment.Align(Unsafe.SizeOf<T>())), in value);

    /// <summary>The finished request, its length, sequence number and port id filled in.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence, uint portId)
    {
        var header = MemoryMarshal.Read<nlmsghdr>(_bytes) with { nlmsg_len = (uint)_length, nlmsg_seq = sequence, nlmsg_pid = portId };
        MemoryMarshal.Write(_bytes, in header);
        return _bytes.AsSpan(0, _length);
    }

    private int Open(ushort type)
    {
        var start = _length;
        Append(new nlattr { nla_type = type });
        return start;
    }

    private void Close(int start)
    {
        var length = _length - start;
        if (length > ushort.MaxValue)
            throw new ArgumentException($"An attribute holds at most {ushort.MaxValue} bytes, not {length}.");
        MemoryMarshal.Write(_bytes.AsSpan(start), (ushort)length);
        Take(Alignment.Align(_length) - _length);
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
