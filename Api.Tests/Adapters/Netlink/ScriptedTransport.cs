using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Tests.Adapters.Netlink;

/// <summary>A kernel that plays a script: for each request a list of datagrams, each of one or more messages.</summary>
/// <remarks>Where the script has run out it is silent, and silence is EAGAIN as with a real socket's timeout.</remarks>
internal sealed class ScriptedTransport(params ScriptedTransport.Reply[] replies) : INetlinkTransport
{
    private readonly Queue<Reply> _replies = new(replies);
    private readonly Queue<ScriptedDatagram> _pending = new();

    /// <summary>Makes the datagrams of one reply from the request's header.</summary>
    public delegate IEnumerable<ScriptedDatagram> Reply(nlmsghdr request);

    public uint PortId => 4711;

    public List<byte[]> Requests { get; } = [];

    public bool IsDisposed { get; private set; }

    public void Send(string operation, ReadOnlySpan<byte> request)
    {
        Requests.Add(request.ToArray());
        if (!_replies.TryDequeue(out var reply))
            return;
        foreach (var datagram in reply(MemoryMarshal.Read<nlmsghdr>(request)))
            _pending.Enqueue(datagram);
    }

    public ReceivedDatagram Receive(string operation, Span<byte> buffer)
    {
        if (!_pending.TryDequeue(out var datagram))
            throw new NetlinkException($"{operation} (recvfrom)", LinuxErrno.EAGAIN);
        datagram.Bytes.AsSpan(0, Math.Min(datagram.Bytes.Length, buffer.Length)).CopyTo(buffer);
        return new ReceivedDatagram(datagram.Bytes.Length, datagram.Sender);
    }

    public void Dispose() => IsDisposed = true;
}

/// <summary>What one receive gives; the sender 0 is the kernel.</summary>
internal sealed record ScriptedDatagram(byte[] Bytes, uint Sender = 0)
{
    public static ScriptedDatagram Of(params byte[][] messages) => new([.. messages.SelectMany(m => m)]);
}

/// <summary>Messages of a reply to a request.</summary>
internal static class Scripted
{
    public static byte[] Message(nlmsghdr request, ushort type, ReadOnlySpan<byte> payload, ushort flags = LinuxNetlink.NLM_F_MULTI)
    {
        var bytes = new byte[(16 + payload.Length + 3) & ~3];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 16 + payload.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), request.nlmsg_seq);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), request.nlmsg_pid);
        payload.CopyTo(bytes.AsSpan(16));
        return bytes;
    }

    /// <summary>RTM_NEWNSID with one id, the smallest message that a decoder reads.</summary>
    public static byte[] Nsid(nlmsghdr request, int id, ushort flags = LinuxNetlink.NLM_F_MULTI) =>
        Message(request, LinuxRtnetlink.RTM_NEWNSID, [0, 0, 0, 0, 8, 0, 1, 0, .. BitConverter.GetBytes(id)], flags);

    public static byte[] Done(nlmsghdr request, int error = 0, ushort flags = LinuxNetlink.NLM_F_MULTI) =>
        Message(request, LinuxNetlink.NLMSG_DONE, BitConverter.GetBytes(error), flags);

    /// <summary>NLMSG_ERROR as with NETLINK_CAP_ACK: errno, the request's header, then attributes.</summary>
    public static byte[] Error(nlmsghdr request, int error, params byte[] attributes) => Message(
        request,
        LinuxNetlink.NLMSG_ERROR,
        [.. BitConverter.GetBytes(error), .. Header(request), .. attributes],
        (ushort)(LinuxNetlink.NLM_F_CAPPED | (attributes.Length > 0 ? LinuxNetlink.NLM_F_ACK_TLVS : 0)));

    private static byte[] Header(nlmsghdr request)
    {
        var bytes = new byte[16];
        MemoryMarshal.Write(bytes, in request);
        return bytes;
    }
}
