using NetApi.Adapters.Sqlite;
using NetApi.History;
using NetApi.Hosting;

namespace NetApi.Snapshots;

/// <summary>Takes snapshots of the host as it is.</summary>
public sealed class SnapshotTaking(LiveState live, HistoryWriter history, SnapshotStore store, TimeProvider clock)
{
    /// <summary>Looks at the host, and keeps what it sees. What is returned is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public async Task<Snapshot> TakeAsync(SnapshotOrigin origin, string takenBy, string? label, string? reason, bool isPinned, CancellationToken cancel)
    {
        while (true)
        {
            // Caught up, it shows this moment, however long ago it came about.
            var state = await live.CatchUpAsync(cancel) with { ObservedAt = clock.GetUtcNow() };
            await history.KeptAsync(state.Revision, cancel);
            if (await store.AddAsync(state, origin, takenBy, label, reason, isPinned, cancel) is { } kept)
                return kept;
            // Given up while the database could not be written: a later revision will do.
        }
    }
}
