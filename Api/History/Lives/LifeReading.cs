using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Hosting.Paging;

namespace NetApi.History.Lives;

/// <summary>Reads pages of lives, with the times in which one may have come and gone unseen.</summary>
public sealed class LifeReading(HistoryStore store, KnownInterruptions interruptions, TimeProvider clock)
{
    private const int MaxToldInterruptions = 100;

    /// <summary>The page that begins behind a place.</summary>
    /// <param name="find">Finds all lives.</param>
    /// <param name="bounds">Bounds of the page.</param>
    /// <param name="after">The place; null for the first page.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The history cannot be read.</exception>
    internal async Task<LivesPage<T>> ReadAsync<T>(Func<HistorySession, IEnumerable<FoundLife<T>>> find, PageBounds bounds, (long Revision, int Ordinal)? after, CancellationToken cancel)
        where T : ILife
    {
        var page = await store.LookAsync(session => LifePage.Of(find(session), session, bounds, after), cancel);
        return new LivesPage<T>(page.Items, page.NextCursor, await interruptions.ListAsync(DateTimeOffset.MinValue, clock.GetUtcNow(), MaxToldInterruptions, cancel));
    }
}
