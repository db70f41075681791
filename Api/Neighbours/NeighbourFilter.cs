using NetApi.Domain.Topology;
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
    /// <summary>A state's neighbours that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<Neighbour> Find(HostIndex index, FaultList faults)
    {
        var family = IpFamilies.Read(Family, faults);
        var state = Words.Read<NeighbourState>("state", State, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Neighbours.Where(n => isPlace(n.Namespace)
            && (family is null || IpFamilies.Of(n.Address) == family)
            && (state is null || n.State == state));
    }
}
