using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>An address of a link.</summary>
/// <param name="Namespace">Name of the link's namespace: <c>host</c>, <c>container:myweb</c> …</param>
/// <param name="Link">Name of the link.</param>
/// <param name="Address">The address with its prefix length.</param>
/// <param name="Scope">How far it is valid: <c>global</c>, <c>link</c>, <c>host</c> …; null where it was not read.</param>
/// <param name="Flags">Flags in the words of ip-address(8), without those of duplicate address detection at work, which last a second.</param>
public sealed record AddressView(string Namespace, string Link, InterfaceAddress Address, string? Scope, ValueList<string> Flags) : IPlacedView;

/// <summary>Addresses of links of every kind.</summary>
internal sealed class AddressComparison() : EntityComparison<AddressView>(ChangeEntity.Address)
{
    private static readonly string[] Passing = ["tentative", "optimistic"];

    protected override IEnumerable<Keyed<AddressView>> Read(Side side, Side other)
    {
        var details = side.Read.Addresses.ToLookup(a => (a.Namespace, a.LinkIndex, a.Address));
        return
            from link in side.Read.Links
            let place = side.PlaceOf(link.Namespace)
            let name = side.NameOf(link)
            from address in link.Addresses
            where !IsImplied(address, place, other)
            let detail = details[(link.Namespace, link.Index, address)].FirstOrDefault()
            select new Keyed<AddressView>(
                $"{place}/{name}/{address}",
                $"{link.Index}",
                new AddressView(place, name, address, detail?.Scope, detail is null ? [] : new(detail.Flags.Except(Passing))));
    }

    protected override bool Shows(Side side, AddressView view) => side.SawPlace(view.Namespace);

    protected override bool Same(AddressView before, AddressView after, Side from, Side to) =>
        before == after || before.Scope is null || after.Scope is null;

    protected override string Changed(AddressView before, AddressView after) =>
        new Clauses($"address {after.Address} on {InWords(after)}").Has("scope", before.Scope, after.Scope).Has("flags", before.Flags, after.Flags).ToString();

    protected override string Added(AddressView after, Side from) => $"address {after.Address} was added to {InWords(after)}";

    protected override string Removed(AddressView before, Side to) => $"address {before.Address} was removed from {InWords(before)}";

    // The kernel gives each link that is up a link-local address, a new one with each MAC, and each namespace its loopback's.
    private static bool IsImplied(InterfaceAddress address, string place, Side other) =>
        address.Address.IsIPv6LinkLocal || (IsOfLoopback(address) && !other.HasPlace(place));

    internal static bool IsOfLoopback(InterfaceAddress address) =>
        (Equals(address.Address, IPAddress.Loopback) && address.PrefixLength == 8) || (Equals(address.Address, IPAddress.IPv6Loopback) && address.PrefixLength == 128);

    private static string InWords(AddressView view) => $"{view.Link} of {Place.InWords(view.Namespace)}";
}
