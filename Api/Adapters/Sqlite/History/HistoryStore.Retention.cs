using Dapper;
using Microsoft.Data.Sqlite;

namespace NetApi.Adapters.Sqlite.History;

public sealed partial class HistoryStore
{
    // Of those before the floor, what a snapshot keeps.
    private const string IsKept =
        """
        (revisions.number >= (SELECT history_floor FROM hosts WHERE hosts.number = @host)
            OR EXISTS (SELECT 1 FROM snapshots JOIN hosts ON hosts.id = snapshots.host_id WHERE hosts.number = @host AND snapshots.revision = revisions.number))
        """;

    /// <summary>The revision that the history has to begin with for every instant from <paramref name="since"/> on to be answered; null where nothing is older.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<long?> FindFloorAsync(DateTimeOffset since, CancellationToken cancel) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(
            """
            WITH first AS (SELECT at, number FROM revisions
                WHERE host = @host AND number >= (SELECT history_floor FROM hosts WHERE number = @host) AND at <= @since ORDER BY at DESC, number DESC LIMIT 1)
            -- A clock that was set back gives a later revision an earlier time.
            SELECT min(revisions.number) FROM revisions, first WHERE host = @host AND (revisions.at, revisions.number) >= (first.at, first.number)
                AND revisions.number >= (SELECT history_floor FROM hosts WHERE number = @host)
            """,
            new { host, since = StoredTime.Format(since) }),
        cancel);

    /// <summary>How large the history is, and the file that it is in.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<StoreSpace> ReadSpaceAsync(CancellationToken cancel) => database.ReadAsync(
        connection =>
        {
            var (pages, free, size) = (connection.ExecuteScalar<long>("PRAGMA page_count"), connection.ExecuteScalar<long>("PRAGMA freelist_count"), connection.ExecuteScalar<long>("PRAGMA page_size"));
            var count = connection.ExecuteScalar<long>("SELECT count(*) FROM revisions WHERE host = @host AND number >= (SELECT history_floor FROM hosts WHERE number = @host)", new { host });
            // A body takes up whole pages. Its length stands before it, so that it need not be read.
            var whole = connection.ExecuteScalar<long>("SELECT coalesce(sum((length(body) + @size - 1) / @size * @size), 0) FROM states", new { size });
            return new StoreSpace(((pages - free) * size) - whole, whole, free * size, count);
        },
        cancel);

    /// <summary>The revision that has this many between it and the beginning of the history, or the last one.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<long?> FindFloorAfterAsync(long count, CancellationToken cancel) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(
            """
            SELECT max(number) FROM (SELECT number FROM revisions
                WHERE host = @host AND number >= (SELECT history_floor FROM hosts WHERE number = @host) ORDER BY number LIMIT @count + 1)
            """,
            new { host, count }),
        cancel);

    /// <summary>Lets the history begin with a revision. Earlier ones that no snapshot keeps are not found from then on.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task RaiseFloorAsync(long floor, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.Execute("UPDATE hosts SET history_floor = max(history_floor, @floor) WHERE number = @host", new { host, floor }, transaction),
        cancel);

    /// <summary>Carries out one step of removing what is older than the history is to be.</summary>
    /// <param name="step">Where to go on; <see cref="RetentionStep.First"/> at the beginning.</param>
    /// <param name="pace">How much it takes on.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <returns>Where to go on; null where nothing is left to be removed.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<RetentionStep?> ForgetAsync(RetentionStep step, RetentionPace pace, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) =>
        {
            var next = new HistoryRemoval(connection, transaction, host, _ids).Carry(step, pace.Rows);
            // Terms and namespaces may be gone that the writer knows the ids of.
            _ids.Clear();
            return next;
        },
        cancel,
        pace.Took);

    /// <summary>Gives free pages of the file back to the disk, some of them.</summary>
    /// <returns>Whether any are left that can be given back.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<bool> GiveBackAsync(RetentionPace pace, CancellationToken cancel) => database.WriteAsync(
        (connection, _) =>
        {
            // 2 is INCREMENTAL; a file of another form uses its free pages again.
            if (connection.ExecuteScalar<long>("PRAGMA auto_vacuum") != 2)
                return false;
            using var vacuum = connection.CreateCommand();
            vacuum.CommandText = $"PRAGMA incremental_vacuum({pace.Rows})";
            vacuum.ExecuteNonQuery();
            return connection.ExecuteScalar<long>("PRAGMA freelist_count") > 0;
        },
        cancel,
        pace.Took);

    /// <summary>Brings the write-ahead log into the file, and empties it where no reader is in the way.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task TruncateLogAsync(CancellationToken cancel) => database.TruncateLogAsync(cancel);

    /// <summary>Forgets what was read of rows that are gone.</summary>
    internal void ForgetContents() => _contents.Clear();

    private static bool IsStillKept(SqliteConnection connection, SqliteTransaction transaction, long host, long revision) => connection.ExecuteScalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM revisions WHERE host = @host AND number = @revision AND {IsKept})", new { host, revision }, transaction);
}
