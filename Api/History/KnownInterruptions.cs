using System.Collections.Immutable;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History;

/// <summary>Times in which not everything was seen: those that are kept, and those that are not kept yet, as the next revision may be a minute away.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="live">What those who watch the host know now.</param>
public sealed class KnownInterruptions(HistoryStore store, Func<IReadOnlyList<Interruption>> live)
{
    /// <summary>Those that were not over at <paramref name="from"/> and had begun by <paramref name="to"/>, by their beginning; the newest where there are more than <paramref name="limit"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public async Task<ImmutableArray<Interruption>> ListAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancel)
    {
        var kept = await store.ListInterruptionsAsync(from, to, limit, cancel);
        // The same one may be over by now, and is kept as if it lasted.
        var now = live();
        var known = now.Select(KeyOf).ToHashSet();
        return
        [
            .. kept.Where(i => !known.Contains(KeyOf(i)))
                .Concat(now.Where(i => i.Since <= to && (i.Until is not { } until || until > from)))
                .OrderBy(i => i.Since)
                .TakeLast(limit),
        ];
    }

    /// <summary>What tells one from another: the end and the words of one may change.</summary>
    internal static (string Scope, string Code, DateTimeOffset Since) KeyOf(Interruption interruption) => (interruption.Scope, interruption.Code, interruption.Since);
}
