using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>An address of a link.</summary>
/// <param name="Namespace">Name of the link's namespace: <c>host</c>, <c>container:myweb</c> …</param>
/// <param name="Link">Name of the link.</param>
/// <param name="Address">The address with its prefix length.</param>
public sealed record AddressView(string Namespace, string Link, InterfaceAddress Address);

/// <summary>Addresses of links of every kind. The key holds all of an address, so it comes and goes but never changes.</summary>
internal sealed class AddressComparison() : EntityComparison<AddressView>(ChangeEntity.Address)
{
    protected override IEnumerable<Keyed<AddressView>> Read(Side side, Side other) =>
        from link in side.State.Links
        let place = side.PlaceOf(link.Namespace)
        from address in link.Addresses
        where !IsImplied(address.Address, place, other)
        select new Keyed<AddressView>($"{place}/{link.Name}/{address}", $"{link.Index}", new AddressView(place, link.Name, address));

    protected override bool Shows(Side side, AddressView view) => side.SawPlace(view.Namespace);

    protected override string Added(AddressView after, Side from) => $"address {after.Address} was added to {InWords(after)}";

    protected override string Removed(AddressView before, Side to) => $"address {before.Address} was removed from {InWords(before)}";

    // The kernel gives each link that is up a link-local address, a new one with each MAC, and each namespace its loopback's.
    private static bool IsImplied(IPAddress address, string place, Side other) =>
        address.IsIPv6LinkLocal || (IPAddress.IsLoopback(address) && !other.HasPlace(place));

    private static string InWords(AddressView view) => $"{view.Link} of {Place.InWords(view.Namespace)}";
}
