using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Routes;

/// <summary>Narrows a list of routes; what is given must hold together.</summary>
/// <param name="Namespace">Only routes of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only routes of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Table">Only routes of this table: main, local, default, or a number.</param>
/// <param name="Family">Only routes of this IP version: ipv4 or ipv6.</param>
/// <param name="Protocol">Only routes made by this: kernel, boot, static, dhcp …, or the number of one without a name.</param>
public sealed record RouteFilter(string? Namespace, string? Container, string? Table, string? Family, string? Protocol)
{
    // The usual ones; others are known where a route of the host has them.
    private static readonly string[] Protocols = ["kernel", "boot", "static", "dhcp", "ra"];

    /// <summary>A state's routes that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<Route> Find(HostIndex index, FaultList faults)
    {
        var table = RoutingTables.Read(Table, faults);
        var family = IpFamilies.Read(Family, faults);
        CheckProtocol(index.State, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Routes.Where(r => isPlace(r.Namespace)
            && (table is null || r.Table == table)
            && (family is null || IpFamilies.Of(r.Destination.BaseAddress) == family)
            && (Protocol is null || r.Protocol == Protocol));
    }

    // Routing daemons bring their own: one that is like no other may have no route here now, and then the list is truly empty.
    private void CheckProtocol(HostState state, FaultList faults)
    {
        if (Protocol is null || !FilterTargets.IsKernelRead(state))
            return;
        var known = state.Routes.Select(r => r.Protocol).Union(Protocols).ToHashSet(StringComparer.Ordinal);
        if (!known.Contains(Protocol) && NearMiss.Of(Protocol, known) is { } near)
            faults.Add("?protocol", "unknown-word", $"No route of protocol '{Protocol}' is to be seen; did you mean {near}?");
    }
}
