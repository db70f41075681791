using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Neighbours;

/// <summary>Narrows a list of neighbours; what is given must hold together.</summary>
/// <param name="Namespace">Only neighbours of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only neighbours of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Family">Only neighbours of this IP version: ipv4 or ipv6.</param>
/// <param name="State">Only neighbours in this state: none, incomplete, reachable, stale, delay, probe, failed, noarp or permanent.</param>
public sealed record NeighbourFilter(string? Namespace, string? Container, string? Family, string? State)
{
    /// <summary>What lets a state's neighbours through.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, here or in <paramref name="page"/>; from what is returned: something names nothing in the state.</exception>
    internal Func<HostIndex, IEnumerable<Neighbour>> Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        var family = IpFamilies.Read(Family, faults);
        var state = Words.Read<NeighbourState>("state", State, faults);
        faults.ThrowIfAny();
        return index =>
        {
            var isPlace = PlaceFilter.Compile(index, Namespace, Container);
            return index.State.Neighbours.Where(n => isPlace(n.Namespace)
                && (family is null || IpFamilies.Of(n.Address) == family)
                && (state is null || n.State == state));
        };
    }
}
