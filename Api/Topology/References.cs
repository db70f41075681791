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

/// <summary>Names a link of the same namespace.</summary>
/// <param name="Name">Name; null where the link was not read.</param>
/// <param name="Index">ifindex.</param>
public sealed record LinkRef(string? Name, int Index)
{
    /// <summary>Names the link with that index in that namespace.</summary>
    public static LinkRef Of(HostIndex index, NetnsId netns, int link) => new(index.Link(netns, link)?.Name, link);

    /// <summary>The same; null stays null.</summary>
    public static LinkRef? Of(HostIndex index, NetnsId netns, int? link) => link is { } known ? Of(index, netns, known) : null;
}

/// <summary>Names a link of any namespace.</summary>
/// <param name="Namespace">Its namespace; null where that cannot be seen.</param>
/// <param name="Name">Name; null where the link was not read.</param>
/// <param name="Index">ifindex.</param>
public sealed record RemoteLinkRef(NamespaceRef? Namespace, string? Name, int Index)
{
    /// <summary>Names what <paramref name="link"/> refers to; null stays null.</summary>
    public static RemoteLinkRef? Of(HostIndex index, LinkReference? link) => link switch
    {
        null => null,
        { Namespace: { } id } => new(NamespaceRef.Of(index.Namespace(id)), index.Link(id, link.Index)?.Name, link.Index),
        _ => new(null, null, link.Index),
    };
}

/// <summary>Names a process.</summary>
/// <param name="Pid">Process id, in NetApi's view of /proc; null in a state of the past, which keeps none.</param>
/// <param name="Name">Its name (<c>/proc/PID/comm</c>, at most 15 characters); null where it could not be read.</param>
public sealed record ProcessRef(int? Pid, string? Name)
{
    /// <summary>Names the process; null where there is none.</summary>
    public static ProcessRef? Of(int? pid, string? name) => pid is null && name is null ? null : new(pid, name);
}
