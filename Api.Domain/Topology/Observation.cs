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
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Processes in it, by id, in NetApi's view of /proc.</summary>
    public ImmutableArray<int> Pids { get; init; } = [];

    /// <summary>Name (<c>/proc/PID/comm</c>) of the process with the lowest id; null where no process is in it.</summary>
    public string? ProcessName { get; init; }
}

/// <summary>What one reading of the kernel found.</summary>
/// <param name="Namespaces">Namespaces that could be entered.</param>
/// <param name="Links">Their links with addresses.</param>
/// <param name="Routes">Routes of NetApi's own namespace.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record KernelObservation(
    ImmutableArray<NamespaceSighting> Namespaces,
    ImmutableArray<Link> Links,
    ImmutableArray<Route> Routes,
    ImmutableArray<Gap> Gaps);

/// <summary>What one reading of the engine found.</summary>
/// <param name="Containers">Containers in every state.</param>
/// <param name="Networks">Networks.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record EngineObservation(
    ImmutableArray<Container> Containers,
    ImmutableArray<Network> Networks,
    ImmutableArray<Gap> Gaps);
