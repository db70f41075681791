using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>A network namespace as the kernel shows it, before anyone said whose it is.</summary>
public sealed record NamespaceSighting
{
    /// <summary>Stable identity.</summary>
    public required NetnsId Id { get; init; }

    /// <summary>Inode on nsfs.</summary>
    public required ulong Inode { get; init; }

    /// <summary><c>SO_NETNS_COOKIE</c>; null where the kernel is older than 5.14.</summary>
    public ulong? Cookie { get; init; }

    /// <summary>Whether it is the namespace NetApi runs in.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Bind mounts it was seen under, and the path it was entered by, sorted.</summary>
    public ValueList<string> Paths { get; init; }

    /// <summary>Processes in it, by id, in NetApi's view of /proc.</summary>
    public ValueList<int> Pids { get; init; }

    /// <summary>Name (<c>/proc/PID/comm</c>) of the process with the lowest id; null where no process is in it.</summary>
    public string? ProcessName { get; init; }
}

/// <summary>A namespace with all that was read in it. Each list is in the order that <see cref="HostState"/> names.</summary>
public sealed record NamespaceObservation
{
    /// <summary>The namespace.</summary>
    public required NamespaceSighting Sighting { get; init; }

    /// <summary>Links with their addresses.</summary>
    public ImmutableArray<Link> Links { get; init; } = [];

    /// <summary>Addresses in full.</summary>
    public ImmutableArray<LinkAddress> Addresses { get; init; } = [];

    /// <summary>Routes of all tables.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Routing policy rules.</summary>
    public ImmutableArray<RoutingRule> Rules { get; init; } = [];

    /// <summary>Neighbours.</summary>
    public ImmutableArray<Neighbour> Neighbours { get; init; } = [];

    /// <summary>Forwarding databases.</summary>
    public ImmutableArray<FdbEntry> Fdb { get; init; } = [];

    /// <summary>Listening sockets.</summary>
    public ImmutableArray<ListeningSocket> Sockets { get; init; } = [];

    /// <summary>Sysctls; null where they could not be read.</summary>
    public NamespaceSysctls? Sysctls { get; init; }
}

/// <summary>What was observed of the kernel.</summary>
/// <param name="Namespaces">Namespaces that could be entered, by id.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record KernelObservation(ImmutableArray<NamespaceObservation> Namespaces, ImmutableArray<Gap> Gaps)
{
    /// <summary>NetApi's own namespace.</summary>
    public NamespaceObservation Own => Namespaces.Single(n => n.Sighting.IsOwn);

    /// <summary>Links of every namespace.</summary>
    public IEnumerable<Link> Links => Namespaces.SelectMany(n => n.Links);
}

/// <summary>What was observed of the engine.</summary>
/// <param name="Containers">Containers in every state.</param>
/// <param name="Networks">Networks.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="Settings">Settings; null where they could not be read.</param>
public sealed record EngineObservation(
    ImmutableArray<Container> Containers,
    ImmutableArray<Network> Networks,
    ImmutableArray<Gap> Gaps,
    EngineSettings? Settings = null);
