using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Addresses;

/// <summary>Narrows a list of addresses; what is given must hold together.</summary>
/// <param name="Namespace">Only addresses of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only addresses of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Family">Only addresses of this IP version: ipv4 or ipv6.</param>
public sealed record AddressFilter(string? Namespace, string? Container, string? Family)
{
    /// <summary>A state's addresses that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<LinkAddress> Find(HostIndex index, FaultList faults)
    {
        var family = IpFamilies.Read(Family, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Addresses.Where(a => isPlace(a.Namespace) && (family is null || IpFamilies.Of(a.Address.Address) == family));
    }
}
