using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>The way from outside to a container and back, as the host is set up for it. No verdict: a rule on the way may still drop a packet.</summary>
/// <param name="ContainerId">Container's full id.</param>
/// <param name="ContainerName">Container's name.</param>
/// <param name="Note">What is special about it: not running, network mode host, none or container:ID; null for nothing.</param>
/// <param name="Published">The way in for each published port, and the reply's way back.</param>
/// <param name="Outbound">The way of connections that the container opens itself.</param>
public sealed record ContainerPath(
    string ContainerId,
    string ContainerName,
    string? Note,
    ImmutableArray<PublishedPath> Published,
    ImmutableArray<OutboundPath> Outbound);

/// <summary>The way to a published port.</summary>
/// <param name="Port">The published port.</param>
/// <param name="CarriedBy">What carries it; <see cref="CarriedBy.None"/> while the container does not run.</param>
/// <param name="In">From outside to the container.</param>
/// <param name="Reply">From the container back to who connected; empty where nothing was found to carry the port.</param>
public sealed record PublishedPath(PublishedPort Port, CarriedBy CarriedBy, ImmutableArray<PathHop> In, ImmutableArray<PathHop> Reply);

/// <summary>The way of a connection that the container opens to the outside.</summary>
/// <param name="Network">Network it leaves by; null for the host's own.</param>
/// <param name="Source">The container's address there; null for the host's own.</param>
/// <param name="Hops">From the container to outside.</param>
public sealed record OutboundPath(string? Network, IPAddress? Source, ImmutableArray<PathHop> Hops);
