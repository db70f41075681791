using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Domain;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>What was there on a host, change by change.</summary>
/// <param name="database">The database.</param>
/// <param name="host">Number of the host (<see cref="HostStore.NumberOfAsync"/>).</param>
public sealed partial class HistoryStore(Database database, long host)
{
    private readonly KeptContents _contents = new();
    private readonly RowIds _ids = new();

    /// <summary>Where the history ends.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public Task<HistoryEnd> ReadEndAsync(CancellationToken cancel) => database.ReadAsync(
        connection =>
        {
            var last = connection.QuerySingleOrDefault<LastRevision>("SELECT number AS Number, hash AS Hash FROM revisions WHERE host = @host ORDER BY number DESC LIMIT 1", new { host });
            var run = connection.QuerySingleOrDefault<LastRun>("SELECT seen_at AS SeenAt, ended_at AS EndedAt, reserved AS Reserved FROM runs WHERE host = @host ORDER BY id DESC LIMIT 1", new { host });
            return new HistoryEnd(
                last?.Number ?? 0,
                last?.Hash ?? "",
                connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM versions"),
                run is null ? null : StoredTime.Parse(run.EndedAt ?? run.SeenAt),
                run is not { EndedAt: null },
                run?.Reserved ?? 0);
        },
        cancel);

    /// <summary>What the last revision shows.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public Task<ImmutableArray<HeldVersion>> ReadHeldAsync(CancellationToken cancel) => database.ReadAsync(
        // What is there is at hand by that: it need not be kept in memory twice.
        connection => Read(new KeptContents(), null, connection, $"SELECT {KeptContents.Columns}, versions.id, versions.first FROM versions {KeptContents.Tables} WHERE versions.host = $host AND versions.last IS NULL", ("$host", host)),
        cancel);

    /// <summary>What a revision shows and a later one does not.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="before">The later one: what ended with it, or after it, is left out.</param>
    /// <param name="find">Finds a thing that is at hand, as what there was is often there again; null where there is none.</param>
    /// <param name="cancel">Looked at once, before reading.</param>
    /// <returns>What ended; null where the revision is not kept any longer.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public Task<ImmutableArray<HeldVersion>?> ReadEndedAsync(long revision, long before, Func<ItemKey, object?> find, CancellationToken cancel) => database.ReadAsync<ImmutableArray<HeldVersion>?>(
        connection =>
        {
            // One view of the file for both: what is kept now may be removed in between.
            using var transaction = connection.BeginTransaction(deferred: true);
            return !IsStillKept(connection, transaction, host, revision) ? null : Read(
                _contents,
                find,
                connection,
                $"""
                SELECT {KeptContents.Columns}, versions.id, versions.first
                FROM ended CROSS JOIN versions ON versions.id = ended.id {KeptContents.Tables}
                WHERE ended.first <= $revision AND ended.last >= $revision AND ended.last < $before AND versions.host = $host
                """,
                ("$host", host), ("$revision", revision), ("$before", before));
        },
        cancel);

    /// <summary>Keeps revisions, all of them or none, and what the run notes of itself.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public async Task AppendAsync(IReadOnlyList<RevisionEntry> entries, IReadOnlyList<Interruption> interruptions, RunNote note, CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(
                (connection, transaction) =>
                {
                    using var append = new HistoryAppend(connection, transaction, host, _ids);
                    foreach (var entry in entries)
                        append.Add(entry);
                    foreach (var interruption in interruptions)
                        Add(connection, transaction, interruption);
                    connection.Execute("UPDATE runs SET seen_at = @seen, reserved = max(reserved, @Reserved) WHERE id = @Run", new { note.Run, note.Reserved, seen = StoredTime.Format(note.SeenAt) }, transaction);
                    return 0;
                },
                cancel);
        }
        catch
        {
            // Rows that it knows of may not have come to be.
            _ids.Clear();
            throw;
        }
    }

    /// <summary>A run of NetApi begins. What an earlier one could not watch when it ended, it could not watch until then; what comes after is the time without a run.</summary>
    /// <param name="at">When it begins, UTC.</param>
    /// <param name="reserved">Up to which number it may tell revisions.</param>
    /// <param name="cancel">Ends the wait for the writer's turn.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task<long> BeginRunAsync(DateTimeOffset at, long reserved, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.QuerySingle<long>(
            """
            UPDATE interruptions SET until = max(since, coalesce((SELECT seen_at FROM runs WHERE host = @host ORDER BY id DESC LIMIT 1), since)) WHERE host = @host AND until IS NULL;
            INSERT INTO runs (host, started_at, seen_at, reserved) VALUES (@host, @at, @at, @reserved) RETURNING id
            """,
            new { host, at = StoredTime.Format(at), reserved },
            transaction),
        cancel);

    /// <summary>A run of NetApi ends in order: it tells no more numbers than it notes.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public Task EndRunAsync(RunNote note, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.Execute("UPDATE runs SET seen_at = @at, ended_at = @at, reserved = @Reserved WHERE id = @Run", new { note.Run, note.Reserved, at = StoredTime.Format(note.SeenAt) }, transaction),
        cancel);

    private void Add(SqliteConnection connection, SqliteTransaction transaction, Interruption interruption) => connection.Execute(
        """
        INSERT INTO interruptions (host, scope, code, since, until, detail) VALUES (@host, @Scope, @Code, @Since, @Until, @Detail)
        ON CONFLICT (host, since, scope, code) DO UPDATE SET until = excluded.until, detail = excluded.detail
        """,
        new { host, interruption.Scope, interruption.Code, Since = StoredTime.Format(interruption.Since), Until = interruption.Until is { } until ? StoredTime.Format(until) : null, interruption.Detail },
        transaction);

    // By their ids; in SQLite, every body would be copied to be sorted.
    private static ImmutableArray<HeldVersion> Read(KeptContents contents, Func<ItemKey, object?>? find, SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, long Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        var found = new List<(Lazy<KeptThing> Thing, long Id, long First)>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                found.Add((contents.Take(rows, find), rows.GetInt64(KeptContents.Next), rows.GetInt64(KeptContents.Next + 1)));
        }
        found.Sort((a, b) => a.Id.CompareTo(b.Id));
        // To make the things takes the most of the time.
        return ImmutableCollectionsMarshal.AsImmutableArray(Parts.Do(found, true, row =>
        {
            var (list, item, key) = row.Thing.Value;
            return new HeldVersion(row.Id, list, item, key, row.First);
        }));
    }

    private sealed record LastRevision(long Number, string Hash);

    private sealed record LastRun(string SeenAt, string? EndedAt, long Reserved);
}
