using NetApi.Domain.Topology;
using NetApi.Hosting.Answers;

namespace NetApi.Topology;

/// <summary>A network namespace.</summary>
/// <param name="Id">Boot id and cookie: unique for all time on this host.</param>
/// <param name="Kind">Whom it belongs to.</param>
/// <param name="Name">What people call it: <c>host</c>, a container's name, a name under /run/netns, a network's name, Docker's name of a load balancer's sandbox (<c>lb-NETWORK</c>, <c>ingress-sbox</c>), or a process.</param>
/// <param name="Inode">Inode on nsfs, as <c>lsns</c> shows it; used again after the namespace died.</param>
/// <param name="Cookie">SO_NETNS_COOKIE; null where the kernel is older than 5.14.</param>
/// <param name="Containers">Containers that live in it; more than one where they share it.</param>
/// <param name="Paths">Every path it was seen under.</param>
/// <param name="Links">Its links, by ifindex.</param>
/// <param name="Names">Everything it is called: names of its containers, names under /run/netns, else <paramref name="Name"/>.</param>
/// <param name="Sysctls">Sysctls that decide forwarding and the use of ports, by full name. A link's own forwarding, rp_filter and proxy_arp are among them where they differ from conf.default, which links follow until they are set for themselves; route_localnet of bridges and physical links where it is set. Null where they could not be read.</param>
/// <param name="Orphan">Why it is left over; null where it is not.</param>
public sealed record NamespaceResource(
    NetnsId Id,
    NetnsKind Kind,
    string Name,
    ulong Inode,
    ulong? Cookie,
    IReadOnlyList<ContainerRef> Containers,
    IReadOnlyList<string> Paths,
    IReadOnlyList<NamespaceLink> Links,
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<string, string>? Sysctls,
    Orphan? Orphan) : StateResource
{
    private const string NamedDirectory = "/run/netns/";

    /// <summary>Every namespace that could be entered.</summary>
    public static IEnumerable<NamespaceResource> All(HostState state) => state.Namespaces.Select(n => Of(n, HostIndex.Of(state)));

    /// <summary>The namespace as the state shows it.</summary>
    internal static NamespaceResource Of(NetworkNamespace netns, HostIndex index)
    {
        var containers = netns.ContainerIds.Select(id => ContainerRef.Of(index.Container(id)) ?? new ContainerRef(id, id)).ToList();
        return new NamespaceResource(
            netns.Id,
            netns.Kind,
            netns.Name,
            netns.Inode,
            netns.Cookie,
            containers,
            netns.Paths,
            [.. index.LinksOf(netns.Id).Select(l => NamespaceLink.Of(l, index))],
            [.. containers.Select(c => c.Name).Concat(NamesUnderRun(netns)).Prepend(netns.Name).Distinct()],
            index.SysctlsOf(netns.Id),
            index.Orphans.Of(netns));
    }

    /// <summary>Sorts namespaces by kind, the host's first, and name.</summary>
    internal static string KeyOf(NetworkNamespace netns, HostIndex index) => $"{(int)netns.Kind}/{netns.Name}/{netns.Id}";

    private static IEnumerable<string> NamesUnderRun(NetworkNamespace netns) => netns.Paths
        .Select(p => p.StartsWith("/var/run/", StringComparison.Ordinal) ? p["/var".Length..] : p)
        .Where(p => p.StartsWith(NamedDirectory, StringComparison.Ordinal))
        .Select(p => p[NamedDirectory.Length..]);
}

/// <summary>A link of a namespace; GET /api/v1/links has all that the kernel says of it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Index">ifindex.</param>
/// <param name="Kind">The kernel's kind: veth, bridge, vxlan …, <c>loopback</c> or <c>physical</c>.</param>
/// <param name="Mac">MAC address; null where it has none.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state.</param>
/// <param name="Master">Name of the bridge or bond it is enslaved to; null where it is not.</param>
/// <param name="Addresses">Addresses.</param>
public sealed record NamespaceLink(
    string Name,
    int Index,
    string Kind,
    MacAddress? Mac,
    int MtuBytes,
    LinkState State,
    string? Master,
    IReadOnlyList<InterfaceAddress> Addresses)
{
    internal static NamespaceLink Of(Link link, HostIndex index) => new(
        link.Name,
        link.Index,
        link.Kind,
        link.Mac,
        link.MtuBytes,
        link.State,
        index.MasterOf(link)?.Name,
        link.Addresses);
}
