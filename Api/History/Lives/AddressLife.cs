using System.Net;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>Who had an address, from when to when.</summary>
/// <param name="Address">The address with its prefix length.</param>
/// <param name="Link">Name of the link that it was on; null where that is no longer known.</param>
/// <param name="LinkIndex">ifindex of the link.</param>
/// <param name="Owner">Whose namespace the link was in.</param>
/// <param name="Span">From when to when.</param>
public sealed record AddressLife(InterfaceAddress Address, string? Link, int LinkIndex, NetnsOwner Owner, LifeSpan Span) : ILife
{
    /// <summary>Everybody who had it, the last first.</summary>
    internal static IEnumerable<FoundLife<AddressLife>> Find(HistorySession history, IPAddress address)
    {
        var (owners, hidden) = (new Owners(history), new Hidden(history));
        var pieces = Pieces.Join(
            history.Find(ContentTerms.Ip(address.ToString())), p => (LinkAddress)p.Item is var a ? (a.Namespace, a.LinkIndex, a.Address) : default, p => hidden.Extend(p, ((LinkAddress)p.Item).Namespace));
        return pieces.Select(p => new FoundLife<AddressLife>(p, () =>
        {
            var had = (LinkAddress)p.Item;
            var owner = owners.Of(had.Namespace, p);
            return new AddressLife(had.Address, owners.LinkOf(owner, had.LinkIndex, p)?.Name, had.LinkIndex, owner, LifeSpan.Of(p, history));
        }));
    }
}
