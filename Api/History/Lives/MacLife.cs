using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>Which link had a MAC address, from when to when.</summary>
/// <param name="Mac">The MAC address.</param>
/// <param name="Link">Name of the link, as it was last.</param>
/// <param name="LinkIndex">ifindex of the link.</param>
/// <param name="Kind">The kernel's kind of it.</param>
/// <param name="Owner">Whose namespace it was in.</param>
/// <param name="Span">From when to when.</param>
public sealed record MacLife(MacAddress Mac, string Link, int LinkIndex, string Kind, NetnsOwner Owner, LifeSpan Span) : ILife
{
    /// <summary>Every link that had it, the last first.</summary>
    internal static IEnumerable<FoundLife<MacLife>> Find(HistorySession history, MacAddress mac)
    {
        var (owners, hidden) = (new Owners(history), new Hidden(history));
        var pieces = Pieces.Join(history.Find(ContentTerms.Mac(mac.ToString())), p => (Link)p.Item is var l ? (l.Namespace, l.Index) : default, p => hidden.Extend(p, ((Link)p.Item).Namespace));
        return pieces.Select(p => new FoundLife<MacLife>(p, () =>
        {
            var link = (Link)p.Item;
            return new MacLife(mac, link.Name, link.Index, link.Kind, owners.Of(link.Namespace, p), LifeSpan.Of(p, history));
        }));
    }
}
