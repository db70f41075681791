using System.Collections.Immutable;
using System.Text;
using Dapper;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

public sealed partial class HistoryStore
{
    private const string RevisionColumns = "number AS Number, at AS At, not_before AS NotBefore, hash AS Hash, causes AS Causes";

    // Before it, nothing is known of what was between the revisions that snapshots keep.
    private const string IsInHistory = "number >= (SELECT history_floor FROM hosts WHERE hosts.number = @host)";

    /// <summary>A revision by its number; null where it is not kept.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<KeptRevision?> FindRevisionAsync(long number, CancellationToken cancel) =>
        FirstAsync($"number = @number AND {IsKept}", "number", new { host, number }, cancel);

    /// <summary>The revision that was current at an instant; null where the history begins later.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<KeptRevision?> FindRevisionAsync(DateTimeOffset at, CancellationToken cancel) =>
        FirstAsync($"{IsInHistory} AND at <= @at", "at DESC, number DESC", new { host, at = StoredTime.Format(at) }, cancel);

    /// <summary>The last revision before that number; null where the history begins later.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<KeptRevision?> FindRevisionBeforeAsync(long number, CancellationToken cancel) =>
        FirstAsync($"{IsInHistory} AND number < @number", "number DESC", new { host, number }, cancel);

    /// <summary>The oldest revision, without those that only snapshots keep; null where none is kept.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<KeptRevision?> FindOldestAsync(CancellationToken cancel) => FirstAsync(IsInHistory, "number", new { host }, cancel);

    /// <summary>Times in which something could not be watched that were not over at <paramref name="from"/> and had begun by <paramref name="to"/>, by their beginning.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<ImmutableArray<Interruption>> ListInterruptionsAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancel) => database.ReadAsync<ImmutableArray<Interruption>>(
        connection =>
        [
            .. connection.Query<InterruptionRow>(
                """
                SELECT scope AS Scope, code AS Code, since AS Since, until AS Until, detail AS Detail FROM interruptions
                WHERE host = @host AND since <= @to AND (until IS NULL OR until > @from) ORDER BY since DESC LIMIT @limit
                """,
                new { host, limit, from = StoredTime.Format(from), to = StoredTime.Format(to) }).Select(r => r.ToInterruption()).Reverse(),
        ],
        cancel);

    /// <summary>Reads causes as they are kept.</summary>
    internal static IReadOnlyList<Cause> CausesOf(string? json) => json is null ? [] : HostStateJson.DeserializeEntity<Cause[]>(Encoding.UTF8.GetBytes(json));

    private Task<KeptRevision?> FirstAsync(string condition, string order, object parameters, CancellationToken cancel) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<RevisionRow>($"SELECT {RevisionColumns} FROM revisions WHERE host = @host AND {condition} ORDER BY {order} LIMIT 1", parameters)?.ToRevision(),
        cancel);

    private sealed record RevisionRow(long Number, string At, string? NotBefore, string Hash, string? Causes)
    {
        public KeptRevision ToRevision() => new(Number, StoredTime.Parse(At), NotBefore is null ? null : StoredTime.Parse(NotBefore), Hash, CausesOf(Causes));
    }

    private sealed record InterruptionRow(string Scope, string Code, string Since, string? Until, string Detail)
    {
        public Interruption ToInterruption() => new(Scope, Code, StoredTime.Parse(Since), Until is null ? null : StoredTime.Parse(Until), Detail);
    }
}
