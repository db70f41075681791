using System.Net;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;

namespace NetApi.Reachability;

/// <summary>A probe whose vantage and destination were found on the host.</summary>
internal sealed record ProbePlan
{
    /// <summary>Where it starts.</summary>
    public required VantageKind Kind { get; init; }

    /// <summary>The namespace it starts in; null for the outside vantage, which is made for it, and where the host's own could not be read.</summary>
    public NetworkNamespace? Netns { get; init; }

    /// <summary>The container it starts in.</summary>
    public Container? VantageContainer { get; init; }

    /// <summary>Where it goes; null where <see cref="DestinationContainer"/> has no address.</summary>
    public IPEndPoint? Destination { get; init; }

    /// <summary>The container it goes to; null where an address was asked for.</summary>
    public Container? DestinationContainer { get; init; }

    /// <summary>The network whose address of that container was taken.</summary>
    public string? NetworkName { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>TCP or UDP.</summary>
    public required ProbeProtocol Protocol { get; init; }

    /// <summary>How long to wait.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Networks that an outside vantage must keep clear of.</summary>
    public IReadOnlyCollection<IPNetwork> UsedNetworks { get; init; } = [];
}
