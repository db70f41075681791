using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class DatabaseTests : IDisposable
{
    private static readonly Migration Numbers = new(1, "0001_numbers.sql", "CREATE TABLE numbers (n INTEGER NOT NULL, pad BLOB) STRICT;");

    private static readonly (string, long, long, long) InForce = ("wal", 2, 1, 1000);

    private readonly TempData _data = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Every_connection_has_the_pragmas_in_force()
    {
        var database = _data.Open(Numbers);
        Assert.Equal(InForce, await database.ReadAsync(Pragmas, Cancel));
        Assert.Equal(InForce, await database.WriteAsync((c, _) => Pragmas(c), Cancel));
        // Several at once are several connections of the pool.
        Assert.Equal(InForce, await database.ReadAsync(_ => database.ReadAsync(Pragmas, Cancel).Result, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pragmas_that_were_changed_on_a_connection_are_in_force_again_when_the_pool_gives_it_out(bool isWriting)
    {
        var database = _data.Open(Numbers);
        var spoilt = await database.ReadAsync(
            c =>
            {
                c.Execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA busy_timeout=1");
                Assert.Equal(("delete", 0L, 0L, 1L), Pragmas(c));
                return c.Handle;
            },
            Cancel);
        var (given, pragmas) = isWriting
            ? await database.WriteAsync((c, _) => (c.Handle, Pragmas(c)), Cancel)
            : await database.ReadAsync(c => (c.Handle, Pragmas(c)), Cancel);
        Assert.Same(spoilt, given);
        Assert.Equal(InForce, pragmas);
    }

    [Fact]
    public async Task WriteAsync_ThrowingHalfWay_LeavesNothing()
    {
        var database = _data.Open(Numbers);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<int>((c, t) =>
        {
            c.Execute("INSERT INTO numbers (n) VALUES (1)", transaction: t);
            throw new InvalidOperationException();
        }, Cancel));
        Assert.Equal("0", _data.Shell("SELECT count(*) FROM numbers"));
        await Insert(database, 2);
        Assert.Equal("2", _data.Shell("SELECT n FROM numbers"));
    }

    [Fact]
    public async Task Readers_see_the_last_commit_while_a_writer_is_in_the_middle()
    {
        var database = _data.Open(Numbers);
        await Insert(database, 1);
        var seen = await database.WriteAsync(
            (c, t) =>
            {
                c.Execute("INSERT INTO numbers (n) VALUES (2)", transaction: t);
                return Enumerable.Range(0, 4).AsParallel().Select(_ => Count(database).Result).ToList();
            },
            Cancel);
        Assert.Equal([1, 1, 1, 1], seen);
        Assert.Equal(2, await Count(database));
    }

    [Fact]
    public async Task Many_writers_take_turns()
    {
        var database = _data.Open(Numbers);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(() => Insert(database, n), Cancel)));
        Assert.Equal("50|1225", _data.Shell("SELECT count(*), sum(n) FROM numbers"));
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_transaction_loses_only_that_transaction()
    {
        using var image = new TempData();
        var database = _data.Open(Numbers);
        await Insert(database, 1);
        await database.WriteAsync(
            (c, t) =>
            {
                // Enough to spill uncommitted pages into the write-ahead log before the copy, the image of a crash, is taken.
                c.Execute("PRAGMA cache_size=1");
                for (var n = 0; n < 100; n++)
                    c.Execute("INSERT INTO numbers (n, pad) VALUES (9, zeroblob(5000))", transaction: t);
                Directory.CreateDirectory(image.Directory);
                foreach (var file in Directory.GetFiles(_data.Directory))
                    File.Copy(file, Path.Combine(image.Directory, Path.GetFileName(file)));
                return 0;
            },
            Cancel);
        Assert.True(new FileInfo(image.File + "-wal").Length > 100 * 5000);
        Assert.Equal(1, await Count(image.Open(Numbers)));
        Assert.Equal("ok", image.Shell("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task WriteAsync_LockedByAnotherProcess_SaysSo()
    {
        var database = _data.Open(Numbers);
        using (var other = new SqliteConnection($"Data Source={_data.File};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction();
            var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => Insert(database, 1));
            Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, fault.SqliteCode);
            Assert.Contains("Another process holds the database", fault.Message, StringComparison.Ordinal);
            Assert.Equal(0, await Count(database));
        }
        await Insert(database, 1);
        Assert.Equal(1, await Count(database));
    }

    [Fact]
    public async Task WriteAsync_NoSpaceLeft_SaysSoAndWritesNothing()
    {
        var database = _data.Open(Numbers);
        await Insert(database, 1);
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.WriteAsync(
            (c, t) =>
            {
                // SQLite's own limit gives the same result code as the disk's.
                c.Execute("PRAGMA max_page_count=10");
                return c.Execute("INSERT INTO numbers (n, pad) VALUES (2, zeroblob(1000000))", transaction: t);
            },
            Cancel));
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, fault.SqliteCode);
        Assert.Equal("1", _data.Shell("SELECT n FROM numbers"));
        Assert.Equal("ok", _data.Shell("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task ReadAsync_DamagedFile_SaysSo()
    {
        var database = _data.Open(Numbers);
        await database.WriteAsync((c, t) => c.Execute("INSERT INTO numbers (n, pad) VALUES (2, zeroblob(100000))", transaction: t), Cancel);
        database.Dispose();
        using (var file = new FileStream(_data.File, FileMode.Open, FileAccess.Write))
        {
            file.Seek(4096, SeekOrigin.Begin);
            file.Write(Enumerable.Repeat((byte)0xFF, (int)file.Length - 4096).ToArray());
        }
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Count(_data.Open(Numbers)));
        Assert.Equal(SQLitePCL.raw.SQLITE_CORRUPT, fault.SqliteCode);
    }

    [Theory]
    [InlineData("/proc/netapi")]
    [InlineData("/dev/null/netapi")]
    public void Open_DirectoryThatCannotBeMade_SaysHowToMendIt(string directory)
    {
        var fault = Assert.Throws<StoreUnavailableException>(() => Database.Open(directory, TempData.Clock));
        Assert.Null(fault.SqliteCode);
        Assert.Contains($"The data directory {directory} cannot be used", fault.Message, StringComparison.Ordinal);
        Assert.Contains("NetApi__DataDirectory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileIsADirectory_SaysSo()
    {
        Directory.CreateDirectory(_data.File);
        Assert.Throws<StoreUnavailableException>(() => _data.Open());
    }

    [Fact]
    public async Task Open_LockedByAnotherProcess_IsOpenedWhereNothingIsToBeWritten()
    {
        var database = _data.Open(Numbers);
        await Insert(database, 1);
        database.Dispose();
        using var other = new SqliteConnection($"Data Source={_data.File};Pooling=False");
        other.Open();
        using var held = other.BeginTransaction();
        Assert.Equal(1, await Count(_data.Open(Numbers)));
        var more = new Migration(2, "0002_more.sql", "CREATE TABLE more (n INTEGER NOT NULL) STRICT;");
        Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, Assert.Throws<StoreUnavailableException>(() => _data.Open(Numbers, more)).SqliteCode);
    }

    private static (string, long, long, long) Pragmas(SqliteConnection c) => (
        c.ExecuteScalar<string>("PRAGMA journal_mode")!,
        c.ExecuteScalar<long>("PRAGMA synchronous"),
        c.ExecuteScalar<long>("PRAGMA foreign_keys"),
        c.ExecuteScalar<long>("PRAGMA busy_timeout"));

    private static Task<int> Insert(Database database, int n) =>
        database.WriteAsync((c, t) => c.Execute("INSERT INTO numbers (n) VALUES (@n)", new { n }, t), Cancel);

    private static Task<int> Count(Database database) => database.ReadAsync(c => c.ExecuteScalar<int>("SELECT count(*) FROM numbers"), Cancel);
}
