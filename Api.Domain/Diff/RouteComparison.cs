using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A route.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="Table">Routing table: <c>main</c>, <c>default</c> or its number.</param>
/// <param name="Destination">Destination; 0.0.0.0/0 or ::/0 for a default route.</param>
/// <param name="Type">Type in the words of ip-route(8): <c>unicast</c>, <c>blackhole</c> …, or its number.</param>
/// <param name="Gateway">Next hop; null where the destination is on the link, and where there are several.</param>
/// <param name="Link">Name of the outgoing link; null for routes without one, and where several next hops leave by different links.</param>
/// <param name="HasSeveralNextHops">Whether packets are spread over several next hops.</param>
/// <param name="NextHops">Each of several next hops, such as <c>via 10.0.0.1 dev eth0 weight 1</c>; empty where they are not known one by one.</param>
/// <param name="Metric">Metric; the lowest wins.</param>
/// <param name="PreferredSource">Preferred source address; null where the kernel chooses.</param>
public sealed record RouteView(
    string Namespace,
    string Table,
    IPNetwork Destination,
    string Type,
    IPAddress? Gateway,
    string? Link,
    bool HasSeveralNextHops,
    ValueList<string> NextHops,
    uint Metric,
    IPAddress? PreferredSource) : IPlacedView;

/// <summary>Routes that somebody set: not the table <c>local</c>, and not the link-local ones, which the kernel makes for each address and link.</summary>
internal sealed class RouteComparison() : EntityComparison<RouteView>(ChangeEntity.Route)
{
    private const uint LocalTable = 255;

    protected override IEnumerable<Keyed<RouteView>> Read(Side side, Side other) =>
        from route in side.Read.Routes
        where route.Table != LocalTable && !route.Destination.BaseAddress.IsIPv6LinkLocal
        let view = ViewOf(route, side, other)
        let place = view.Namespace == Place.Host ? "" : $"{view.Namespace}/"
        let metric = route.Metric == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" metric {route.Metric}")
        select new Keyed<RouteView>($"{place}{view.Table}/{view.Destination}{metric}", Path(view), view);

    // An older state kept the routes of the host alone.
    protected override bool Shows(Side side, RouteView view) =>
        side.SawPlace(view.Namespace) && (view.Namespace == Place.Host || side.SawDetails);

    protected override bool Same(RouteView before, RouteView after, Side from, Side to) =>
        before == after || (before.NextHops.IsEmpty != after.NextHops.IsEmpty && (before with { NextHops = [] }) == (after with { NextHops = [] }));

    protected override string Added(RouteView after, Side from) => $"route {Name(after)} {Path(after)} was added{Place.To(after.Namespace)}";

    protected override string Removed(RouteView before, Side to) => $"route {Name(before)} {Path(before)}{Place.Suffix(before.Namespace)} is gone";

    protected override string Changed(RouteView before, RouteView after) => $"route {Name(after)}{Place.Suffix(after.Namespace)} is now {Path(after)} (was {Path(before)})";

    private static RouteView ViewOf(Route route, Side side, Side other)
    {
        var place = side.PlaceOf(route.Namespace);
        // Where one state could not read the namespace's links, names of links tell no difference.
        var namesLinks = side.SawPlace(place) && other.SawPlace(place);
        string? Link(int? index) => namesLinks && index is { } some ? side.LinkNameOrIndex(route.Namespace, some) : null;
        return new RouteView(
            place,
            RouteWords.Table(route.Table),
            route.Destination,
            RouteWords.Type(route.Type),
            route.Gateway,
            Link(route.LinkIndex),
            route.HasSeveralNextHops,
            new(route.NextHops.Select(h => $"{(h.Gateway is { } via ? $"via {via} " : "")}{(Link(h.LinkIndex) is { } link ? $"dev {link} " : "")}weight {h.Weight}")),
            route.Metric,
            route.PreferredSource);
    }

    private static string Name(RouteView route)
    {
        var destination = route.Destination.PrefixLength == 0 ? "default" : route.Destination.ToString();
        return route.Table == "main" ? destination : $"{destination} in table {route.Table}";
    }

    private static string Path(RouteView route) => string.Join(' ', Parts(route));

    private static IEnumerable<string> Parts(RouteView route)
    {
        if (route.Type != "unicast" || (route.Gateway is null && route.Link is null && !route.HasSeveralNextHops))
            yield return route.Type;
        if (route.Gateway is { } gateway)
            yield return $"via {gateway}";
        if (route.Link is { } link)
            yield return $"dev {link}";
        if (route.HasSeveralNextHops)
            yield return route.NextHops.IsEmpty ? "over several next hops" : $"over several next hops: {route.NextHops}";
        if (route.PreferredSource is { } source)
            yield return $"src {source}";
        if (route.Metric != 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"metric {route.Metric}");
    }
}
