using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>The address that a container is probed at.</summary>
/// <param name="Address">IPv4 where it has one on that network, else IPv6.</param>
/// <param name="NetworkName">The network.</param>
public sealed record ContainerDestination(IPAddress Address, string NetworkName)
{
    /// <summary>Chooses among a container's addresses: a network it shares with the vantage first, then the first network by name.</summary>
    /// <param name="state">The state.</param>
    /// <param name="destination">The container; one that lives in another's namespace (<c>container:ID</c>) has that one's addresses.</param>
    /// <param name="vantage">The container that probes; null for other vantages.</param>
    /// <param name="network">Name or id of the only network to look at; null for all.</param>
    /// <returns>Null where it has no address there: it does not run, has no network, or lives in the host's namespace.</returns>
    public static ContainerDestination? Choose(HostState state, Container destination, Container? vantage, string? network)
    {
        var shared = vantage is null ? [] : AttachmentsOf(state, vantage).Select(a => a.NetworkId).ToHashSet();
        return AttachmentsOf(state, destination)
            .Where(a => network is null || a.NetworkName == network || a.NetworkId == network)
            .Where(a => a.Ipv4 is not null || a.Ipv6 is not null)
            .OrderByDescending(a => shared.Contains(a.NetworkId))
            .ThenBy(a => a.NetworkName, StringComparer.Ordinal)
            .Select(a => new ContainerDestination((a.Ipv4 ?? a.Ipv6)!.Value.Address, a.NetworkName))
            .FirstOrDefault();
    }

    /// <summary>Networks that a container is attached to, by itself or through the container whose namespace it shares.</summary>
    public static IEnumerable<NetworkAttachment> AttachmentsOf(HostState state, Container container)
    {
        var together = state.NamespaceOf(container.Id) is { Kind: NetnsKind.Container } netns ? netns.ContainerIds : [container.Id];
        return state.Containers.Where(c => c.IsLive && together.Contains(c.Id)).SelectMany(c => c.Networks);
    }
}
