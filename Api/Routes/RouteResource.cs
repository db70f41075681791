using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Routes;

/// <summary>A route of a namespace.</summary>
public sealed record RouteResource
{
    /// <summary>The namespace it is in.</summary>
    public required NamespaceRef? Namespace { get; init; }

    /// <summary>The container whose namespace that is; null for other namespaces.</summary>
    public ContainerRef? Container { get; init; }

    /// <summary>IP version.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>Routing table.</summary>
    public required TableRef Table { get; init; }

    /// <summary>Type in the words of ip-route(8): <c>unicast</c>, <c>local</c>, <c>broadcast</c>, <c>blackhole</c> …, or its number.</summary>
    public required string Type { get; init; }

    /// <summary>Destination; 0.0.0.0/0 or ::/0 for a default route.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>Where packets go: one entry, several that share them by weight, or none where the type says what becomes of them.</summary>
    public required IReadOnlyList<NextHopResource> NextHops { get; init; }

    /// <summary>Metric; of equal destinations the lowest wins.</summary>
    public required uint Metric { get; init; }

    /// <summary>Who made it, in the words of ip-route(8): <c>kernel</c>, <c>boot</c>, <c>static</c>, <c>dhcp</c> …, or its number.</summary>
    public required string Protocol { get; init; }

    /// <summary>How far the destination is: <c>global</c>, <c>site</c>, <c>link</c>, <c>host</c>, <c>nowhere</c>, or its number.</summary>
    public required string Scope { get; init; }

    /// <summary>Type of service that a packet must have; 0 for any.</summary>
    public required int Tos { get; init; }

    /// <summary>Subnet that a packet's source must be in (IPv6); null for any.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>Source address that the host's own packets get; null where the kernel chooses.</summary>
    public IPAddress? PreferredSource { get; init; }

    /// <summary>Id of the nexthop object it uses (ip-nexthop(8)); null where it uses none.</summary>
    public uint? NextHopId { get; init; }

    /// <summary>Flags in the words of ip-route(8): <c>linkdown</c>, <c>dead</c>, <c>onlink</c> …</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>The route as the state shows it.</summary>
    internal static RouteResource Of(Route route, HostIndex index) => new()
    {
        Namespace = NamespaceRef.Of(index.Namespace(route.Namespace)),
        Container = ContainerRef.Of(index.ContainerIn(route.Namespace)),
        Family = IpFamilies.Of(route.Destination.BaseAddress),
        Table = TableRef.Of(route.Table),
        Type = RouteWords.Type(route.Type),
        Destination = route.Destination,
        NextHops = NextHopResource.AllOf(route, index),
        Metric = route.Metric,
        Protocol = route.Protocol,
        Scope = route.Scope,
        Tos = route.Tos,
        Source = route.Source,
        PreferredSource = route.PreferredSource,
        NextHopId = route.NextHopId,
        Flags = route.Flags,
    };

    /// <summary>Sorts routes by namespace, family, table, destination and metric; what follows tells apart those the kernel keeps side by side.</summary>
    internal static string KeyOf(Route route, HostIndex index) => string.Create(CultureInfo.InvariantCulture,
        $"{PlaceFilter.KeyOf(index, route.Namespace)}/{route.Table:D10}/{IpFamilies.KeyOf(route.Destination.BaseAddress)}/{route.Destination.PrefixLength:D3}/{route.Metric:D10}/{route.Tos:D3}/{route.Type:D3}/{route.LinkIndex:D10}/{route.Gateway}/{route.Source}/{route.PreferredSource}/{route.Protocol}/{route.NextHopId}/{HopsKey(route)}");

    // A cursor has an end: what two routes differ in beyond it is not worth more.
    private static string HopsKey(Route route)
    {
        var hops = string.Join(',', route.NextHops.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.LinkIndex}:{h.Gateway}:{h.Weight}")));
        return hops.Length <= 200 ? hops : hops[..200];
    }
}

/// <summary>Where packets of a route go.</summary>
/// <param name="Gateway">Next hop; null where the destination is on the link.</param>
/// <param name="Link">The link they leave by; null where the kernel names none.</param>
/// <param name="Weight">Share of the packets, 1 to 256.</param>
/// <param name="Flags">Flags of this hop, in the words of ip-route(8).</param>
public sealed record NextHopResource(IPAddress? Gateway, LinkRef? Link, int Weight, IReadOnlyList<string> Flags)
{
    internal static IReadOnlyList<NextHopResource> AllOf(Route route, HostIndex index)
    {
        if (!route.NextHops.IsEmpty)
            return [.. route.NextHops.Select(h => new NextHopResource(h.Gateway, LinkRef.Of(index, route.Namespace, h.LinkIndex), h.Weight, h.Flags))];
        return route.Gateway is null && route.LinkIndex is null
            ? []
            : [new NextHopResource(route.Gateway, LinkRef.Of(index, route.Namespace, route.LinkIndex), 1, [])];
    }
}

/// <summary>A routing table.</summary>
/// <param name="Id">Its number, 32 bits.</param>
/// <param name="Name"><c>main</c>, <c>local</c> or <c>default</c>; null for others, whose names are each host's own (rt_tables).</param>
public sealed record TableRef(uint Id, string? Name)
{
    internal static TableRef Of(uint id) => new(id, RouteWords.TableName(id));
}
