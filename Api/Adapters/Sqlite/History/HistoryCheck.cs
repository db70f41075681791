using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>NetApi's own check of the database: SQLite's checks of the file, and then that its rows say together what each says of the others.</summary>
/// <remarks>
/// It reads all of the file in one transaction, so that it sees one moment; the writer goes on beside it. It remembers some bytes for each
/// revision, and nothing for each thing.
/// </remarks>
public static class HistoryCheck
{
    /// <summary>Checks the database that a running NetApi has open, on a thread of its own.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static Task<HistoryReport> RunAsync(Database database, TimeProvider clock, CancellationToken cancel) => database.ReadLongAsync(connection => Run(connection, clock, cancel), cancel);

    /// <summary>Checks a database that may or may not be in use. Writes nothing, and starts nothing.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    /// <exception cref="DatabaseRefusedException">It is not one that this version knows.</exception>
    public static HistoryReport Run(string dataDirectory, TimeProvider clock) => Database.LookAt(dataDirectory, clock, connection => Run(connection, clock, CancellationToken.None));

    private static HistoryReport Run(SqliteConnection connection, TimeProvider clock, CancellationToken cancel)
    {
        var (began, timer) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var faults = new FoundFaults();
        var counts = new HistoryCounts(0, 0, 0, 0, 0, 0);
        using var moment = connection.BeginTransaction(deferred: true);
        try
        {
            SqliteFaults(connection, faults);
            counts = Count(connection);
            RowRules.Check(connection, faults);
            StateRules.Check(connection, faults, cancel);
            RevisionRules.Check(connection, faults, cancel);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB)
        {
            faults.Add("damaged-file", $"SQLite cannot read on: {e.Message} What comes after was not checked.");
        }
        return new HistoryReport(began, timer.ElapsedMilliseconds, faults.Count == 0, faults.Count, [.. faults.First], counts);
    }

    private static void SqliteFaults(SqliteConnection connection, FoundFaults faults)
    {
        foreach (var line in connection.Query<string>($"PRAGMA integrity_check({FoundFaults.MaxTold})").Where(l => l != "ok"))
            faults.Add("damaged-file", line);
        foreach (var (table, row, parent) in connection.Query<(string, object?, string)>("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check", buffered: false))
            faults.Add("missing-reference", $"A row of {table}{(row is null ? "" : $" ({row})")} refers to a row of {parent} that is not there.");
    }

    private static HistoryCounts Count(SqliteConnection connection) => connection.QuerySingle<HistoryCounts>(
        """
        SELECT (SELECT count(*) FROM revisions) AS Revisions, (SELECT count(*) FROM versions) AS Versions, (SELECT count(*) FROM contents) AS Contents,
            (SELECT count(*) FROM changes) AS Changes, (SELECT count(*) FROM snapshots) AS Snapshots, (SELECT count(*) FROM states) AS States
        """);
}

/// <summary>Faults, as many as are told.</summary>
internal sealed class FoundFaults
{
    /// <summary>So many are told; of more only the number.</summary>
    public const int MaxTold = 100;

    private readonly List<HistoryFault> _first = [];

    public long Count { get; private set; }

    public IReadOnlyList<HistoryFault> First => _first;

    public void Add(string code, string detail)
    {
        Count++;
        if (_first.Count < MaxTold)
            _first.Add(new HistoryFault(code, detail));
    }
}
