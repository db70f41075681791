using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Everything observed on one host at one instant. Immutable; lists are sorted, so that equal hosts give equal states.</summary>
public sealed record HostState
{
    /// <summary>The host's id.</summary>
    public required string HostId { get; init; }

    /// <summary>When the reading ended, UTC.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Network namespaces: the host's first, then by kind and name.</summary>
    public ImmutableArray<NetworkNamespace> Namespaces { get; init; } = [];

    /// <summary>Links of every namespace that could be read, by namespace and ifindex.</summary>
    public ImmutableArray<Link> Links { get; init; } = [];

    /// <summary>Routes of the host's namespace, all tables.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Containers in every state, by name.</summary>
    public ImmutableArray<Container> Containers { get; init; } = [];

    /// <summary>The engine's networks, by name.</summary>
    public ImmutableArray<Network> Networks { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>Joins one reading of the kernel and one of the engine to a state.</summary>
    public static HostState Assemble(string hostId, DateTimeOffset observedAt, KernelObservation kernel, EngineObservation engine)
    {
        var namespaces = kernel.Namespaces.Select(n => NamespaceClassifier.Classify(n, engine))
            .OrderBy(n => n.Kind).ThenBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        return new HostState
        {
            HostId = hostId,
            ObservedAt = observedAt,
            Namespaces = namespaces,
            Links = [.. kernel.Links.OrderBy(l => l.Namespace.Value, StringComparer.Ordinal).ThenBy(l => l.Index)],
            Routes = kernel.Routes,
            Containers = [.. engine.Containers.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal)],
            Networks = [.. engine.Networks.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)],
            Gaps = [.. engine.Gaps, .. kernel.Gaps, .. NamespaceClassifier.NotFound(engine, namespaces)],
        };
    }

    /// <summary>Whether everything could be read.</summary>
    public bool IsComplete => Gaps.IsEmpty;

    /// <summary>The namespace NetApi runs in; null where the kernel could not be read.</summary>
    public NetworkNamespace? HostNamespace => Namespaces.FirstOrDefault(n => n.Kind == NetnsKind.Host);

    /// <summary>Links of one namespace, by ifindex.</summary>
    public IEnumerable<Link> LinksOf(NetnsId id) => Links.Where(l => l.Namespace == id);

    /// <summary>The link with that index in that namespace; null where it was not read.</summary>
    public Link? FindLink(NetnsId id, int index) => Links.FirstOrDefault(l => l.Namespace == id && l.Index == index);

    /// <summary>The namespace a container lives in; null where it does not run or its namespace could not be read.</summary>
    public NetworkNamespace? NamespaceOf(string containerId) => Namespaces.FirstOrDefault(n => n.ContainerIds.Contains(containerId));
}
