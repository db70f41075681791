using System.Collections.Immutable;
using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace NetApi.Adapters.Sqlite;

/// <summary>The database file <c>netapi.db</c>: one writer at a time in short transactions, readers that nobody blocks (WAL).</summary>
/// <remarks>SQLite works on the caller's thread: only the wait for the writer's turn is asynchronous.</remarks>
public sealed partial class Database : IDisposable
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "netapi.db";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1);

    private Database(string path, TimeSpan patience)
    {
        Path = path;
        _connectionString = ConnectionString(path, SqliteOpenMode.ReadWrite, patience);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the database in <paramref name="dataDirectory"/>, makes both where they are missing, and applies the migrations. Where all are applied it need not be writable.</summary>
    /// <exception cref="DatabaseRefusedException">The database is newer, another program's, or a migration fails; it is left untouched.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be read, or is no SQLite database, or cannot be written and has to be.</exception>
    public static Database Open(string dataDirectory, TimeProvider clock) => Open(dataDirectory, clock, Migration.Embedded, DefaultPatience);

    internal static Database Open(string dataDirectory, TimeProvider clock, ImmutableArray<Migration> migrations, TimeSpan patience)
    {
        var path = System.IO.Path.Combine(dataDirectory, FileName);
        var migrator = new Migrator(migrations, clock);
        MakeFile(dataDirectory, path);
        RemoveCopies(path + CopyInfix);
        using (var untouched = new SqliteConnection(ConnectionString(HasLog(path) ? path : Immutable(path), SqliteOpenMode.ReadOnly, patience, pooling: false)))
            Guarded(path, () => { untouched.Open(); migrator.Check(untouched, path); return true; });
        var database = new Database(path, patience);
        try
        {
            Shape(path, patience);
            if (!database.Read(migrator.IsApplied))
            {
                using var connection = database.Connect();
                Guarded(path, () => { migrator.Apply(connection); return true; });
            }
            database.Reshape();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads, beside any writer.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Read(read));
    }

    /// <summary>Waits for its turn, then writes in one transaction: all of it, or nothing where <paramref name="write"/> throws.</summary>
    /// <param name="write">What is written.</param>
    /// <param name="cancel">Ends the wait for the turn.</param>
    /// <param name="took">Told how long the turn lasted, whether it came to its end or not.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    internal async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancel, Action<TimeSpan>? took = null)
    {
        await _writer.WaitAsync(cancel);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var connection = Connect();
            return Guarded(() =>
            {
                // BEGIN IMMEDIATE: a transaction that began by reading could not become a writer behind another process.
                using var transaction = connection.BeginTransaction(deferred: false);
                var result = write(connection, transaction);
                transaction.Commit();
                return result;
            });
        }
        finally
        {
            _writer.Release();
            took?.Invoke(Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Closes the pooled connections, and puts the log into the file.</summary>
    public void Dispose()
    {
        CloseAll();
        _writer.Dispose();
        try
        {
            using var last = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1), pooling: false));
            last.Open();
            last.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema");
        }
        catch (SqliteException)
        {
            // The log stays beside the file, with all that is not in it: the next start reads both.
        }
    }

    // Also a reader needs a log and its index beside the file, and on a disk that is full or read-only they cannot be made. Where there is
    // nothing in a log the file is all there is, and can be read as it is: who writes would need a log too.
    private T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = Connect();
            return Guarded(() => read(connection));
        }
        catch (StoreUnavailableException e) when (e.SqliteCode is SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_IOERR or SQLITE_FULL && !HasLog(Path) && File.Exists(Path))
        {
            using var connection = new SqliteConnection(ConnectionString(Immutable(Path), SqliteOpenMode.ReadOnly, DefaultPatience, pooling: false));
            return Guarded(Path, () => { connection.Open(); return read(connection); });
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            // busy_timeout first, as switching to WAL may have to wait already.
            return Guarded(() =>
            {
                connection.Open();
                // The log goes into the file in the course of writing, and in order at the end: not when a connection is given up over a fault of the file.
                Check(sqlite3_db_config(connection.Handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _));
                connection.Execute($"PRAGMA busy_timeout={connection.DefaultTimeout * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
                return connection;
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CloseAll()
    {
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return Guarded(Path, action);
        }
        catch (StoreUnavailableException e)
        {
            // A connection that was opened on a read-only disk stays read-only, and one that saw damage may remember it: the next try takes new ones.
            if (e.SqliteCode is not (SQLITE_BUSY or SQLITE_LOCKED or SQLITE_FULL))
                CloseAll();
            throw;
        }
    }

    private static void Check(int result)
    {
        if (result != SQLITE_OK)
            throw new SqliteException($"SQLite refused: {sqlite3_errstr(result).utf8_to_string()}", result);
    }

    // A file can give back pages that became free only if it was made so: to be said before anything is written into it.
    private static void Shape(string path, TimeSpan patience)
    {
        if (new FileInfo(path).Length > 0)
            return;
        using var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite, patience, pooling: false));
        Guarded(path, () => { connection.Open(); return connection.Execute($"PRAGMA busy_timeout={connection.DefaultTimeout * 1000}; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL"); });
    }

    // A file of before is written anew, once. Where that is not possible now it works as well: its free pages are used again.
    private void Reshape()
    {
        if (Read(c => c.ExecuteScalar<long>("PRAGMA auto_vacuum")) != 0)
            return;
        try
        {
            using var connection = Connect();
            Guarded(() => connection.Execute("PRAGMA auto_vacuum=INCREMENTAL; VACUUM"));
        }
        catch (StoreUnavailableException e) when (e.SqliteCode is not (SQLITE_CORRUPT or SQLITE_NOTADB))
        {
            // The next start tries again.
        }
    }

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e) when (StoreUnavailableException.Of(e, path) is { } unavailable)
        {
            throw unavailable;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    // The directory and the file are the owner's alone: the file holds digests of keys. SQLite gives its -wal and -shm files the same mode.
    private static void MakeFile(string directory, string path)
    {
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(path))
                new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreUnavailableException.OfDirectory(e, directory);
        }
    }

    // A database that is refused keeps every byte: it is looked at read-only, before journal_mode=WAL would write into it. Where no log is
    // left of an earlier process the file is all there is, and immutable=1 keeps SQLite from making an empty log beside it.
    private static string Immutable(string path) => $"file://{string.Join('/', System.IO.Path.GetFullPath(path).Split('/').Select(Uri.EscapeDataString))}?immutable=1";

    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static string ConnectionString(string path, SqliteOpenMode mode, TimeSpan patience, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = (int)patience.TotalSeconds,
    }.ToString();
}
