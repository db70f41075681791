using System.Globalization;
using System.Net;

namespace NetApi.Domain.Diff;

/// <summary>A route of the host.</summary>
/// <param name="Table">Routing table: <c>main</c>, <c>default</c> or its number.</param>
/// <param name="Destination">Destination; 0.0.0.0/0 or ::/0 for a default route.</param>
/// <param name="Type">Type in the words of ip-route(8): <c>unicast</c>, <c>blackhole</c> …, or its number.</param>
/// <param name="Gateway">Next hop; null where the destination is on the link, and where there are several.</param>
/// <param name="Link">Name of the outgoing link; null for routes without one, and where several next hops leave by different links.</param>
/// <param name="HasSeveralNextHops">Whether packets are spread over several next hops.</param>
/// <param name="Metric">Metric; the lowest wins.</param>
/// <param name="PreferredSource">Preferred source address; null where the kernel chooses.</param>
public sealed record RouteView(
    string Table, IPNetwork Destination, string Type, IPAddress? Gateway, string? Link, bool HasSeveralNextHops, uint Metric, IPAddress? PreferredSource);

/// <summary>Routes that somebody set: not the table <c>local</c>, and not the link-local ones, which the kernel makes for each address and link.</summary>
internal sealed class RouteComparison() : EntityComparison<RouteView>(ChangeEntity.Route)
{
    private const uint LocalTable = 255;

    protected override IEnumerable<Keyed<RouteView>> Read(Side side, Side other)
    {
        // Where one state could not read the host's links, names of links tell no difference.
        var namesLinks = side.SawPlace(Place.Host) && other.SawPlace(Place.Host);
        var names = side.State.HostNamespace is { } host ? side.State.LinksOf(host.Id).ToDictionary(l => l.Index, l => l.Name) : [];
        return
            from route in side.State.HostRoutes
            where route.Table != LocalTable && !route.Destination.BaseAddress.IsIPv6LinkLocal
            let link = namesLinks && route.LinkIndex is { } index ? names.GetValueOrDefault(index, $"if{index}") : null
            let view = new RouteView(Table(route.Table), route.Destination, Type(route.Type), route.Gateway, link, route.HasSeveralNextHops, route.Metric, route.PreferredSource)
            let metric = route.Metric == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" metric {route.Metric}")
            select new Keyed<RouteView>($"{view.Table}/{view.Destination}{metric}", Path(view), view);
    }

    protected override bool Shows(Side side, RouteView view) => side.SawPlace(Place.Host);

    protected override string Added(RouteView after, Side from) => $"route {Name(after)} {Path(after)} was added";

    protected override string Removed(RouteView before, Side to) => $"route {Name(before)} {Path(before)} is gone";

    protected override string Changed(RouteView before, RouteView after) => $"route {Name(after)} is now {Path(after)} (was {Path(before)})";

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
            yield return "over several next hops";
        if (route.PreferredSource is { } source)
            yield return $"src {source}";
        if (route.Metric != 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"metric {route.Metric}");
    }

    private static string Table(uint table) => table switch
    {
        253 => "default",
        254 => "main",
        _ => table.ToString(CultureInfo.InvariantCulture),
    };

    private static string Type(byte type) => type switch
    {
        1 => "unicast",
        2 => "local",
        3 => "broadcast",
        4 => "anycast",
        5 => "multicast",
        6 => "blackhole",
        7 => "unreachable",
        8 => "prohibit",
        9 => "throw",
        10 => "nat",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
