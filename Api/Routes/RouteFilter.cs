using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Routes;

/// <summary>Narrows a list of routes; what is given must hold together.</summary>
/// <param name="Namespace">Only routes of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only routes of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Table">Only routes of this table: main, local, default, or a number.</param>
/// <param name="Family">Only routes of this IP version: ipv4 or ipv6.</param>
/// <param name="Protocol">Only routes made by this: kernel, boot, static, dhcp …</param>
public sealed record RouteFilter(string? Namespace, string? Container, string? Table, string? Family, string? Protocol)
{
    /// <summary>What lets a state's routes through.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, here or in <paramref name="page"/>; from what is returned: something names nothing in the state.</exception>
    internal Func<HostIndex, IEnumerable<Route>> Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        var table = RoutingTables.Read(Table, faults);
        var family = IpFamilies.Read(Family, faults);
        faults.ThrowIfAny();
        return index =>
        {
            var isPlace = PlaceFilter.Compile(index, Namespace, Container);
            return index.State.Routes.Where(r => isPlace(r.Namespace)
                && (table is null || r.Table == table)
                && (family is null || IpFamilies.Of(r.Destination.BaseAddress) == family)
                && (Protocol is null || r.Protocol == Protocol));
        };
    }
}
