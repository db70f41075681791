using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Addresses;

/// <summary>Narrows a list of addresses; what is given must hold together.</summary>
/// <param name="Namespace">Only addresses of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only addresses of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Family">Only addresses of this IP version: ipv4 or ipv6.</param>
public sealed record AddressFilter(string? Namespace, string? Container, string? Family)
{
    /// <summary>What lets a state's addresses through.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, here or in <paramref name="page"/>; from what is returned: something names nothing in the state.</exception>
    internal Func<HostIndex, IEnumerable<LinkAddress>> Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        var family = IpFamilies.Read(Family, faults);
        faults.ThrowIfAny();
        return index =>
        {
            var isPlace = PlaceFilter.Compile(index, Namespace, Container);
            return index.State.Addresses.Where(a => isPlace(a.Namespace) && (family is null || IpFamilies.Of(a.Address.Address) == family));
        };
    }
}
