using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>A network namespace.</summary>
/// <param name="Id">Boot id and cookie: unique for all time on this host.</param>
/// <param name="Kind">Whom it belongs to.</param>
/// <param name="Name">What people call it: <c>host</c>, a container's name, a name under /run/netns, a network's name, or a process.</param>
/// <param name="Inode">Inode on nsfs, as <c>lsns</c> shows it; used again after the namespace died.</param>
/// <param name="Cookie">SO_NETNS_COOKIE; null where the kernel is older than 5.14.</param>
/// <param name="Containers">Containers that live in it; more than one where they share it.</param>
/// <param name="Paths">Every path it was seen under.</param>
/// <param name="Links">Its links, by ifindex.</param>
public sealed record NamespaceResource(
    NetnsId Id,
    NetnsKind Kind,
    string Name,
    ulong Inode,
    ulong? Cookie,
    IReadOnlyList<ContainerRef> Containers,
    IReadOnlyList<string> Paths,
    IReadOnlyList<LinkResource> Links)
{
    /// <summary>Every namespace that could be entered.</summary>
    public static IEnumerable<NamespaceResource> All(HostState state)
    {
        var links = state.Links.ToLookup(l => l.Namespace);
        var containers = state.Containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return state.Namespaces.Select(n => new NamespaceResource(
            n.Id,
            n.Kind,
            n.Name,
            n.Inode,
            n.Cookie,
            [.. n.ContainerIds.Select(id => ContainerRef.Of(containers.GetValueOrDefault(id)) ?? new ContainerRef(id, id))],
            n.Paths,
            [.. links[n.Id].Select(l => LinkResource.Of(l, links[n.Id]))]));
    }
}

/// <summary>A link of a namespace.</summary>
/// <param name="Name">Name.</param>
/// <param name="Index">ifindex.</param>
/// <param name="Kind">The kernel's kind: veth, bridge, vxlan …, <c>loopback</c> or <c>physical</c>.</param>
/// <param name="Mac">MAC address; null where it has none.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state.</param>
/// <param name="Master">Name of the bridge or bond it is enslaved to; null where it is not.</param>
/// <param name="Addresses">Addresses.</param>
public sealed record LinkResource(
    string Name,
    int Index,
    string Kind,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    string? Master,
    IReadOnlyList<InterfaceAddress> Addresses)
{
    /// <summary>A link, with its master looked up among its neighbours of the same namespace.</summary>
    public static LinkResource Of(Link link, IEnumerable<Link> sameNamespace) => new(
        link.Name,
        link.Index,
        link.Kind,
        link.Mac,
        link.MtuBytes,
        link.State,
        sameNamespace.FirstOrDefault(l => l.Index == link.MasterIndex)?.Name,
        link.Addresses);
}
