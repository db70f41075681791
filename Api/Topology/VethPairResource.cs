using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>Two veth links, each the other's peer.</summary>
/// <param name="Verdict">How sure the pairing is: each end names the other, only one end could be read, or the peer's namespace cannot be seen.</param>
/// <param name="Ends">Both ends; of one that was not read only what the other says of it.</param>
/// <param name="Orphan">Why it is left over; null where both ends were found, and where the other may be in what could not be read.</param>
public sealed record VethPairResource(VethVerdict Verdict, IReadOnlyList<VethEndResource> Ends, Orphan? Orphan = null)
{
    /// <summary>Every pair of which at least one end was read.</summary>
    public static IEnumerable<VethPairResource> All(HostState state) => HostIndex.Of(state).Pairs.All.Select(pair => Of(pair, HostIndex.Of(state)));

    /// <summary>The pair as the state shows it.</summary>
    internal static VethPairResource Of(VethPair pair, HostIndex index) =>
        new(pair.Verdict, [VethEndResource.Of(pair.First, index), SecondEnd(pair, index)], index.Orphans.Of(pair));

    /// <summary>Sorts pairs by namespace and ifindex of their first end.</summary>
    internal static string KeyOf(VethPair pair, HostIndex index) => $"{PlaceFilter.KeyOf(index, pair.First.Namespace)}/{pair.First.Index:D10}";

    private static VethEndResource SecondEnd(VethPair pair, HostIndex index) =>
        pair.Second is { } second
            ? VethEndResource.Of(second, index)
            : VethEndResource.Unread(pair.Peer, pair.Peer?.Namespace is { } id ? index.Namespace(id) : null);
}

/// <summary>One end of a veth pair. All but <c>index</c> is null where the end was not read.</summary>
/// <param name="Namespace">The namespace it is in; null where that cannot be seen.</param>
/// <param name="Name">Name.</param>
/// <param name="Index">ifindex; null where the kernel names none.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="MtuBytes">MTU in bytes.</param>
/// <param name="State">Operational state.</param>
/// <param name="Master">Name of the bridge it is enslaved to; null where it is not.</param>
/// <param name="Addresses">Its addresses; null where the end was not read.</param>
/// <param name="Container">The container whose namespace it is in; null where it is in none.</param>
public sealed record VethEndResource(
    NamespaceRef? Namespace,
    string? Name,
    int? Index,
    MacAddress? Mac,
    int? MtuBytes,
    LinkState? State,
    string? Master,
    IReadOnlyList<InterfaceAddress>? Addresses,
    ContainerRef? Container)
{
    /// <summary>An end that was read.</summary>
    public static VethEndResource Of(Link link, HostIndex index) => new(
        NamespaceRef.Of(index.Namespace(link.Namespace)),
        link.Name,
        link.Index,
        link.Mac,
        link.MtuBytes,
        link.State,
        index.MasterOf(link)?.Name,
        link.Addresses,
        ContainerRef.Of(index.ContainerIn(link.Namespace)));

    /// <summary>An end that was not read.</summary>
    public static VethEndResource Unread(LinkReference? peer, NetworkNamespace? netns) =>
        new(NamespaceRef.Of(netns), null, peer?.Index, null, null, null, null, null, null);
}
