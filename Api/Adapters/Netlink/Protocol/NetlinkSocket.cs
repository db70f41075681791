using System.Buffers;
using NetApi.Adapters.Netlink.Interop;
using static NetApi.Adapters.Netlink.Interop.LinuxNetlink;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Makes something of a message; null where it is not what was asked for.</summary>
internal delegate T? MessageDecoder<out T>(NetlinkMessage message)
    where T : class;

/// <summary>What a dump gave.</summary>
/// <param name="Items">Decoded messages, in the kernel's order.</param>
/// <param name="IsInterrupted">What was dumped changed meanwhile, in every attempt: items may be missing or double.</param>
internal sealed record Dump<T>(IReadOnlyList<T> Items, bool IsInterrupted);

/// <summary>One conversation with the kernel: a request, then its replies to the end. Not for several threads at once.</summary>
internal sealed class NetlinkSocket(INetlinkTransport transport) : IDisposable
{
    // With 800 links under churn every fourth dump is interrupted, so that eight in a row are one in 65,000.
    private const int MaxDumpAttempts = 8;

    // The kernel fills dumps up to what the reader takes, and never more than this (netlink_recvmsg).
    private const int BufferBytes = 32 * 1024;

    // Rented: a reading opens a socket or two in each of a thousand namespaces.
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private uint _sequence;
    private bool _isDisposed;

    /// <summary>Sends a request with NLM_F_DUMP. A dump that was interrupted is asked again, a bounded number of times.</summary>
    /// <exception cref="NetlinkException">The kernel refused, or fell silent (EAGAIN).</exception>
    /// <exception cref="NetlinkFormatException">The reply is malformed.</exception>
    public Dump<T> Dump<T>(NetlinkRequest request, MessageDecoder<T> decode)
        where T : class => DumpUnless(0, request, decode)!;

    /// <summary>As <see cref="Dump{T}(NetlinkRequest, MessageDecoder{T})"/>, but null where the kernel refuses with <paramref name="errno"/>.</summary>
    /// <inheritdoc cref="Dump{T}(NetlinkRequest, MessageDecoder{T})" path="/exception"/>
    public Dump<T>? DumpUnless<T>(int errno, NetlinkRequest request, MessageDecoder<T> decode)
        where T : class
    {
        var dump = Converse(request, decode, errno);
        for (var attempt = 1; dump is { IsInterrupted: true } && attempt < MaxDumpAttempts; attempt++)
            dump = Converse(request, decode, errno);
        return dump;
    }

    /// <summary>Sends a request with NLM_F_ACK and returns what came before the acknowledgement.</summary>
    /// <inheritdoc cref="Dump{T}(NetlinkRequest, MessageDecoder{T})" path="/exception"/>
    public IReadOnlyList<T> Get<T>(NetlinkRequest request, MessageDecoder<T> decode)
        where T : class => GetUnless(0, request, decode)!;

    /// <summary>As <see cref="Get"/>, but null where the kernel refuses with <paramref name="errno"/>.</summary>
    /// <inheritdoc cref="Dump{T}(NetlinkRequest, MessageDecoder{T})" path="/exception"/>
    public IReadOnlyList<T>? GetUnless<T>(int errno, NetlinkRequest request, MessageDecoder<T> decode)
        where T : class => Converse(request, decode, errno)?.Items;

    /// <summary>Sends a request with NLM_F_ACK and waits for the acknowledgement.</summary>
    /// <inheritdoc cref="Dump{T}(NetlinkRequest, MessageDecoder{T})" path="/exception"/>
    public void Execute(NetlinkRequest request) => ExecuteUnless(0, request);

    /// <summary>As <see cref="Execute"/>, but false where the kernel refuses with <paramref name="errno"/>.</summary>
    /// <inheritdoc cref="Dump{T}(NetlinkRequest, MessageDecoder{T})" path="/exception"/>
    public bool ExecuteUnless(int errno, NetlinkRequest request) => Converse<object>(request, static _ => null, errno) is not null;

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        transport.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    // Null where the kernel refuses with the errno that is tolerated; none is 0.
    private Dump<T>? Converse<T>(NetlinkRequest request, MessageDecoder<T> decode, int tolerated)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var sequence = ++_sequence;
        transport.Send(request.Operation, request.Finish(sequence, transport.PortId));
        var items = new List<T>();
        var interrupted = false;
        while (true)
        {
            var messages = new NetlinkMessageReader(ReceiveFromKernel(request.Operation));
            while (messages.TryRead(out var message))
            {
                // A conversation that failed in the middle leaves the rest of its replies behind.
                if (message.Header.nlmsg_seq != sequence || message.Header.nlmsg_pid != transport.PortId)
                    continue;
                interrupted |= message.Has(NLM_F_DUMP_INTR);
                switch (message.Header.nlmsg_type)
                {
                    case NLMSG_NOOP:
                        break;
                    case NLMSG_OVERRUN:
                        throw new NetlinkException(request.Operation, LinuxErrno.ENOBUFS, "the kernel lost messages (NLMSG_OVERRUN)");
                    case NLMSG_ERROR or NLMSG_DONE:
                        if (NetlinkReply.RefusalOf(message, request.Operation) is { } refusal)
                            return refusal.Errno == tolerated ? null : throw refusal;
                        return new Dump<T>(items, interrupted);
                    default:
                        if (decode(message) is { } item)
                            items.Add(item);
                        break;
                }
            }
        }
    }

    private ReadOnlySpan<byte> ReceiveFromKernel(string operation)
    {
        while (true)
        {
            var datagram = transport.Receive(operation, _buffer);
            if (datagram.SenderPortId != 0)
                continue;
            if (datagram.Length > _buffer.Length)
                throw new NetlinkException(operation, LinuxErrno.EMSGSIZE, $"a reply of {datagram.Length} bytes was cut off at {_buffer.Length}");
            return _buffer.AsSpan(0, datagram.Length);
        }
    }
}
