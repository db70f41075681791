namespace NetApi.Domain.Reachability;

/// <summary>How a probe ended. A closed set: what fits nothing else is <see cref="Failed"/>, with the kernel's words in the detail.</summary>
public enum ProbeOutcome
{
    /// <summary>TCP: the handshake was completed. UDP: a datagram came back.</summary>
    Open,

    /// <summary>The destination itself says that nothing listens: a TCP reset, or for UDP its own ICMP port-unreachable.</summary>
    Refused,

    /// <summary>An ICMP error ended the attempt: a rule, or a router without a way on.</summary>
    Rejected,

    /// <summary>Nothing came back in time. For UDP this proves neither open nor closed.</summary>
    TimedOut,

    /// <summary>The vantage's own routing table has no way to the destination.</summary>
    NoRoute,

    /// <summary>The next hop did not answer ARP or neighbour discovery.</summary>
    NoNeighbour,

    /// <summary>The destination container has no address.</summary>
    NameUnknown,

    /// <summary>The vantage has no address of its own to send from, or the kernel does not speak the family there.</summary>
    AddressUnavailable,

    /// <summary>The vantage's own kernel did not let the packet out: a prohibit route, or an OUTPUT rule.</summary>
    PermissionDenied,

    /// <summary>The kernel refused for another reason; the detail has its words.</summary>
    Failed,
}

/// <summary>What a probe speaks.</summary>
public enum ProbeProtocol
{
    /// <summary>TCP: a handshake, then a reset.</summary>
    Tcp,

    /// <summary>UDP: one datagram of one byte.</summary>
    Udp,
}

/// <summary>Where a probe starts.</summary>
public enum VantageKind
{
    /// <summary>The namespace NetApi runs in.</summary>
    Host,

    /// <summary>A container's namespace.</summary>
    Container,

    /// <summary>A temporary namespace joined to the host by a veth, as a neighbour on the network would be.</summary>
    Outside,
}
