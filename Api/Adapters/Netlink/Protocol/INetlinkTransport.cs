namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>The seam to the kernel: datagrams out, datagrams in.</summary>
internal interface INetlinkTransport : IDisposable
{
    /// <summary>This side's port id, which replies carry.</summary>
    uint PortId { get; }

    /// <summary>Sends one request.</summary>
    void Send(string operation, ReadOnlySpan<byte> request);

    /// <summary>Waits for one datagram, for a bounded time.</summary>
    /// <exception cref="NetlinkException">EAGAIN: none came in time.</exception>
    ReceivedDatagram Receive(string operation, Span<byte> buffer);
}

/// <summary>What a receive gave.</summary>
/// <param name="Length">The datagram's true length in bytes; more than the buffer holds where it was cut off.</param>
/// <param name="SenderPortId">0 for the kernel.</param>
internal readonly record struct ReceivedDatagram(int Length, uint SenderPortId);
