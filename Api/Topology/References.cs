using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>Names a container.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Name">Name.</param>
public sealed record ContainerRef(string Id, string Name)
{
    /// <summary>Names <paramref name="container"/>; null stays null.</summary>
    public static ContainerRef? Of(Container? container) => container is null ? null : new(container.Id, container.Name);
}

/// <summary>Names a network.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Name">Name.</param>
public sealed record NetworkRef(string Id, string Name)
{
    /// <summary>Names <paramref name="network"/>; null stays null.</summary>
    public static NetworkRef? Of(Network? network) => network is null ? null : new(network.Id, network.Name);
}

/// <summary>Names a network namespace.</summary>
/// <param name="Id">Boot id and cookie.</param>
/// <param name="Kind">Whom it belongs to.</param>
/// <param name="Name">What people call it.</param>
public sealed record NamespaceRef(NetnsId Id, NetnsKind Kind, string Name)
{
    /// <summary>Names <paramref name="netns"/>; null stays null.</summary>
    public static NamespaceRef? Of(NetworkNamespace? netns) => netns is null ? null : new(netns.Id, netns.Kind, netns.Name);
}
