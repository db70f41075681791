using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Neighbours;

/// <summary>An entry of a neighbour table (ARP, NDP).</summary>
/// <param name="Namespace">The namespace it is in.</param>
/// <param name="Container">The container whose namespace that is; null for other namespaces.</param>
/// <param name="Link">Its link.</param>
/// <param name="Family">IP version.</param>
/// <param name="Address">The neighbour's address.</param>
/// <param name="Mac">Its MAC address; null while it is not known, and for links that have none.</param>
/// <param name="State">State of the entry.</param>
/// <param name="Proxy">This host answers for the address.</param>
/// <param name="Router">The neighbour is a router (IPv6).</param>
/// <param name="ExternallyLearned">Another program keeps the entry, as Docker does in an overlay network.</param>
public sealed record NeighbourResource(
    NamespaceRef? Namespace,
    ContainerRef? Container,
    LinkRef Link,
    IpFamily Family,
    IPAddress Address,
    MacAddress? Mac,
    NeighbourState State,
    bool Proxy,
    bool Router,
    bool ExternallyLearned)
{
    /// <summary>The entry as the state shows it.</summary>
    internal static NeighbourResource Of(Neighbour neighbour, HostIndex index) => new(
        NamespaceRef.Of(index.Namespace(neighbour.Namespace)),
        ContainerRef.Of(index.ContainerIn(neighbour.Namespace)),
        LinkRef.Of(index, neighbour.Namespace, neighbour.LinkIndex),
        IpFamilies.Of(neighbour.Address),
        neighbour.Address,
        neighbour.Mac,
        neighbour.State,
        neighbour.IsProxy,
        neighbour.IsRouter,
        neighbour.IsExternallyLearned);

    /// <summary>Sorts entries by namespace, link and address; a proxy entry may stand beside a plain one.</summary>
    internal static string KeyOf(Neighbour neighbour, HostIndex index) => string.Create(CultureInfo.InvariantCulture,
        $"{PlaceFilter.KeyOf(index, neighbour.Namespace)}/{neighbour.LinkIndex:D10}/{IpFamilies.KeyOf(neighbour.Address)}/{(neighbour.IsProxy ? 1 : 0)}");
}
