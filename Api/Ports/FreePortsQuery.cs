using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Ports;

/// <summary>What free ports are asked for.</summary>
/// <param name="Protocol">Transport: tcp, udp or sctp; tcp where it is omitted.</param>
/// <param name="From">First port to look at, 1 to 65535; 8000 where it is omitted.</param>
/// <param name="Count">How many, 1 to 100; 1 where it is omitted.</param>
/// <param name="Address">Host address to publish on; all addresses of both families where it is omitted.</param>
public sealed record FreePortsQuery(string? Protocol, int? From, int? Count, string? Address)
{
    private const int DefaultFrom = 8_000;
    private const int MaxCount = 100;

    /// <summary>The same, read and checked.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, or the host has no such address.</exception>
    internal (TransportProtocol Protocol, int From, int Count, IPAddress? Address) Read(HostState state)
    {
        var faults = new FaultList();
        var protocol = Words.Read<TransportProtocol>("protocol", Protocol, faults);
        PortNumbers.Check("from", From, faults);
        if (Count is < 1 or > MaxCount)
            faults.Add("?count", "out-of-range", $"count is {Count}; give 1 to {MaxCount}.");
        var address = HostAddresses.Read(Address, faults);
        HostAddresses.CheckHeld(address, state, faults);
        faults.ThrowIfAny();
        return (protocol ?? TransportProtocol.Tcp, From ?? DefaultFrom, Count ?? 1, address);
    }
}
