using System.Collections.Immutable;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A network as the engine knows it.</summary>
public sealed record Network
{
    /// <summary>Full id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Driver: <c>bridge</c>, <c>host</c>, <c>null</c>, <c>overlay</c>, <c>macvlan</c> …</summary>
    public required string Driver { get; init; }

    /// <summary><c>local</c>, <c>swarm</c> or <c>global</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Cut off from the outside (<c>--internal</c>).</summary>
    public bool IsInternal { get; init; }

    /// <summary>Containers outside of services may join it (<c>--attachable</c>, overlay).</summary>
    public bool IsAttachable { get; init; }

    /// <summary>Carries the swarm's routing mesh.</summary>
    public bool IsIngress { get; init; }

    /// <summary>The host's link that carries it, for macvlan and ipvlan (<c>parent</c>); null for others.</summary>
    public string? ParentLink { get; init; }

    /// <summary>Containers get IPv6 addresses too.</summary>
    public bool Ipv6Enabled { get; init; }

    /// <summary>Containers of the network may talk to each other (<c>com.docker.network.bridge.enable_icc</c>).</summary>
    public bool Icc { get; init; } = true;

    /// <summary>Name of the Linux bridge that carries it, for the bridge driver; null for others.</summary>
    public string? BridgeName { get; init; }

    /// <summary>Subnets with their gateways.</summary>
    public ValueList<NetworkSubnet> Subnets { get; init; }

    /// <summary>Labels, sorted by name.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Driver options, sorted by name.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A subnet of a network.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Gateway">The bridge's address in it; null where the engine names none.</param>
public sealed record NetworkSubnet(IPNetwork Subnet, IPAddress? Gateway);
