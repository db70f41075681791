using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Firewall;

/// <summary>What is known of the first packet of a connection. A member that is null is not known.</summary>
public sealed record FlowPattern
{
    /// <summary>Source address.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Destination address, as it is when the packet meets the rule.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>Transport.</summary>
    public TransportProtocol? Protocol { get; init; }

    /// <summary>Destination port, 1 to 65535, as it is when the packet meets the rule.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Link it came in on.</summary>
    public string? InLink { get; init; }

    /// <summary>Link it goes out on.</summary>
    public string? OutLink { get; init; }
}
