using Dapper;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace NetApi.Adapters.Sqlite;

// Readings of all of the file: checks and copies.
public sealed partial class Database
{
    private const string CopyInfix = ".copy-";

    // What is left free beside a copy, for what the writer keeps meanwhile.
    private const long SpareBytes = 16 * 1024 * 1024;

    /// <summary>A consistent copy as a stream, made while the database is in use. It has no name any more: it goes when the stream is closed, or the process ends.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or there is no space for a copy.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public Task<FileStream> CopyAsync(CancellationToken cancel) => ReadLongAsync(
        connection =>
        {
            var copy = $"{Path}{CopyInfix}{Guid.NewGuid():N}";
            CheckSpace(connection);
            try
            {
                // VACUUM INTO takes an empty file, so that its mode is the owner's from the beginning.
                MakeFile(System.IO.Path.GetDirectoryName(Path)!, copy);
                connection.Execute("VACUUM INTO @copy", new { copy });
                return new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            }
            finally
            {
                RemoveCopies(copy);
            }
        },
        cancel);

    /// <summary>Looks at a database that may or may not be in use, and writes nothing.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    /// <exception cref="DatabaseRefusedException">It is not one of this version.</exception>
    internal static T LookAt<T>(string dataDirectory, TimeProvider clock, Func<SqliteConnection, T> look)
    {
        var path = System.IO.Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            throw new DatabaseRefusedException($"There is no {path}. NetApi makes it at its first start; name its directory with NetApi__DataDirectory.");
        var migrator = new Migrator(Migration.Embedded, clock);
        // Who has it open keeps a log beside it, though it may be empty.
        using var connection = new SqliteConnection(ConnectionString(File.Exists(path + "-wal") ? path : Immutable(path), SqliteOpenMode.ReadOnly, DefaultPatience, pooling: false));
        return Guarded(path, () =>
        {
            connection.Open();
            migrator.Check(connection, path);
            if (!migrator.IsApplied(connection))
                throw new DatabaseRefusedException($"{path} is of an earlier version of NetApi. Start this one on it once, or use the one that made it.");
            return look(connection);
        });
    }

    /// <summary>Reads for a long time, on a thread of its own; <paramref name="cancel"/> ends it in the middle of a statement.</summary>
    internal Task<T> ReadLongAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancel) => Task.Factory.StartNew(
        () =>
        {
            cancel.ThrowIfCancellationRequested();
            using var connection = Connect();
            using var interrupt = cancel.UnsafeRegister(state => sqlite3_interrupt((SQLitePCL.sqlite3)state!), connection.Handle);
            return Guarded(() => read(connection));
        },
        cancel,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    // A disk that a copy fills would stop the history.
    private void CheckSpace(SqliteConnection connection)
    {
        var needed = connection.ExecuteScalar<long>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") + SpareBytes;
        var free = new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
        if (free < needed)
            throw StoreUnavailableException.OfSpace(System.IO.Path.GetDirectoryName(Path)!, needed, free);
    }

    // A copy that somebody reads goes on without a name; those that a crash left go for good.
    private static void RemoveCopies(string path)
    {
        try
        {
            foreach (var file in Directory.GetFiles(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path) + "*"))
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On a disk that became read-only they stay until a start that can write.
        }
    }
}
