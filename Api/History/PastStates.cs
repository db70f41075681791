using Microsoft.Extensions.Caching.Memory;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>The states of kept revisions. What a state shares with the last one is taken from that, and only the rest is read: it costs no more than what differs.</summary>
public sealed class PastStates(HistoryStore store, HistoryWriter writer, HostIdentity host) : IDisposable
{
    // Whoever looks at a moment looks at more than one page of it.
    private const int MaxCached = 8;

    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxCached });

    /// <summary>The state of a revision.</summary>
    /// <param name="revision">The revision, as it is kept.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The history cannot be read, or the revision is not kept yet and cannot be.</exception>
    /// <exception cref="MomentNotFoundException">The revision is not kept any longer.</exception>
    public async Task<HostState> ReadAsync(KeptRevision revision, CancellationToken cancel)
    {
        var held = writer.Held;
        if (held is null || held.Revision < revision.Number)
        {
            await writer.KeptAsync(revision.Number, cancel);
            held = writer.Held!;
        }
        var reading = _cache.GetOrCreate(revision.Number, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(CachedFor);
            return new Lazy<Task<HostState>>(() => MakeAsync(revision, held));
        })!;
        try
        {
            return await reading.Value.WaitAsync(cancel);
        }
        catch when (reading.Value.IsFaulted)
        {
            _cache.Remove(revision.Number);
            throw;
        }
    }

    /// <summary>The state of a revision, from the database and what the last kept one shows; null where it is not kept any longer.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    internal static async Task<HostState?> ReadAsync(HistoryStore store, HeldState held, KeptRevision revision, string hostId) =>
        await store.ReadEndedAsync(revision.Number, held.Revision, held.Find, CancellationToken.None) is not { } ended ? null : held.At(
            revision.Number, ended, new HostState { HostId = hostId, ObservedAt = revision.At, Revision = revision.Number, ContentHash = revision.Hash });

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>Forgets what was read, as rows were removed.</summary>
    internal void Clear() => _cache.Clear();

    // One reading serves several callers: none of them may cancel it.
    private async Task<HostState> MakeAsync(KeptRevision revision, HeldState held) => await ReadAsync(store, held, revision, host.Id)
        ?? throw new MomentNotFoundException(ProblemKinds.MomentNotFound, $"Revision {revision.Number} became older than the history is kept a moment ago.");
}
