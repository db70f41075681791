using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Everything observed on one host at one instant. Immutable; lists are sorted, so that equal hosts give equal states.</summary>
public sealed record HostState
{
    /// <summary>The host's id.</summary>
    public required string HostId { get; init; }

    /// <summary>When the state came about, UTC: when the last difference to the state before was seen.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Number of the revision, from 1 on; 0 for a state that was not published.</summary>
    public long Revision { get; init; }

    /// <summary>Hash of the content, the same whenever the same network is read; empty for a state that was not published.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>Network namespaces: the host's first, then by kind and name.</summary>
    public ImmutableArray<NetworkNamespace> Namespaces { get; init; } = [];

    /// <summary>Links of every namespace that could be read, by namespace and ifindex.</summary>
    public ImmutableArray<Link> Links { get; init; } = [];

    /// <summary>Addresses of those links with all that the kernel says of them, in the same order.</summary>
    public ImmutableArray<LinkAddress> Addresses { get; init; } = [];

    /// <summary>Routes of every namespace that could be read, all tables, by namespace.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Rules of the routing policy database of every namespace, by namespace, family and priority.</summary>
    public ImmutableArray<RoutingRule> Rules { get; init; } = [];

    /// <summary>Neighbours of every namespace, by namespace, link and address.</summary>
    public ImmutableArray<Neighbour> Neighbours { get; init; } = [];

    /// <summary>Forwarding databases of every namespace, by namespace, link and MAC.</summary>
    public ImmutableArray<FdbEntry> Fdb { get; init; } = [];

    /// <summary>Listening sockets of every namespace, by namespace, protocol, port and address.</summary>
    public ImmutableArray<ListeningSocket> Sockets { get; init; } = [];

    /// <summary>Sysctls that decide forwarding and the use of ports, of every namespace.</summary>
    public ImmutableArray<NamespaceSysctls> Sysctls { get; init; } = [];

    /// <summary>Containers in every state, by name.</summary>
    public ImmutableArray<Container> Containers { get; init; } = [];

    /// <summary>The engine's networks, by name.</summary>
    public ImmutableArray<Network> Networks { get; init; } = [];

    /// <summary>The engine's settings; null where it could not be read.</summary>
    public EngineSettings? Engine { get; init; }

    /// <summary>What could not be read.</summary>
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>Whether everything could be read.</summary>
    public bool IsComplete => Gaps.IsEmpty;

    /// <summary>The namespace NetApi runs in; null where the kernel could not be read.</summary>
    public NetworkNamespace? HostNamespace => Namespaces.FirstOrDefault(n => n.Kind == NetnsKind.Host);

    /// <summary>Routes of the host's own namespace.</summary>
    public IEnumerable<Route> HostRoutes => HostNamespace is { } host ? Routes.Where(r => r.Namespace == host.Id) : [];

    /// <summary>Links of one namespace, by ifindex.</summary>
    public IEnumerable<Link> LinksOf(NetnsId id) => HostIndex.Of(this).LinksOf(id);

    /// <summary>The link with that index in that namespace; null where it was not read.</summary>
    public Link? FindLink(NetnsId id, int index) => HostIndex.Of(this).Link(id, index);

    /// <summary>The namespace a container lives in; null where it does not run or its namespace could not be read.</summary>
    public NetworkNamespace? NamespaceOf(string containerId) => HostIndex.Of(this).NamespaceOf(containerId);
}
