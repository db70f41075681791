using NetApi.Domain.Reachability;

namespace NetApi.Adapters.Probing;

/// <summary>What the kernel told about one attempt; nothing at all when the time was up.</summary>
internal sealed record ProbeAnswer
{
    /// <summary>The handshake was completed, or a datagram came.</summary>
    public bool Answered { get; init; }

    /// <summary>Positive errno; 0 for none.</summary>
    public int Errno { get; init; }

    /// <summary>The ICMP error that came.</summary>
    public IcmpError? Icmp { get; init; }

    /// <summary>It was there when the first packet had been sent, before any waiting: the vantage's own kernel decided.</summary>
    public bool AtOnce { get; init; }
}
