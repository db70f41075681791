using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.Bench.History;

/// <summary>What a user would do otherwise: the whole state as JSON, a row for each revision.</summary>
internal sealed class NaiveHistory : IDisposable
{
    private readonly string _file;
    private readonly SqliteConnection _connection;

    public NaiveHistory(string file)
    {
        _file = file;
        _connection = new SqliteConnection($"Data Source={file};Pooling=false");
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE revisions (number INTEGER PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL)");
    }

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all bodies.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a revision.</summary>
    public void Add(HostState state)
    {
        var body = HostStateJson.Serialize(state);
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO revisions (at, body) VALUES ($at, $body)";
        insert.Parameters.AddWithValue("$at", state.ObservedAt.ToString("O"));
        insert.Parameters.AddWithValue("$body", System.Text.Encoding.UTF8.GetString(body));
        insert.ExecuteNonQuery();
        (Count, Bytes) = (Count + 1, Bytes + body.Length);
    }

    /// <summary>The state of a row.</summary>
    public HostState Read(int number)
    {
        using var select = _connection.CreateCommand();
        select.CommandText = "SELECT body FROM revisions WHERE number = $number";
        select.Parameters.AddWithValue("$number", number);
        return HostStateJson.Deserialize(System.Text.Encoding.UTF8.GetBytes((string)select.ExecuteScalar()!), HostStateJson.Format, default);
    }

    /// <summary>Which rows have a text, found by the sqlite3 shell.</summary>
    public TimeSpan Shell(string text)
    {
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        var start = Stopwatch.GetTimestamp();
        using var shell = Process.Start(new ProcessStartInfo("sqlite3", [_file, $"SELECT number, at FROM revisions WHERE instr(body, '{text}')"]) { RedirectStandardOutput = true })!;
        var found = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode == 0 && found.Length > 0 ? Stopwatch.GetElapsedTime(start) : throw new InvalidOperationException("sqlite3 found nothing.");
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
