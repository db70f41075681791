using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class LogTests : IDisposable
{
    private static readonly Migration Numbers = new(1, "0001_numbers.sql", "CREATE TABLE numbers (n INTEGER NOT NULL, pad BLOB) STRICT;");

    private readonly TempData _data = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task TruncateLogAsync_WriterAtWork_CopiesBesideItAndEmptiesTheLogAfterwards()
    {
        var database = _data.Open(Numbers);
        await InsertAsync(database, 1, 500_000);
        var before = new FileInfo(_data.File).Length;
        Task truncating = Task.CompletedTask;
        await database.WriteAsync(
            (c, t) =>
            {
                truncating = database.TruncateLogAsync(Cancel);
                Assert.False(truncating.IsCompleted);
                Assert.True(new FileInfo(_data.File).Length > before + 400_000);
                return c.Execute("INSERT INTO numbers (n) VALUES (2)", transaction: t);
            },
            Cancel);
        await truncating;
        Assert.Equal(0, new FileInfo(_data.File + "-wal").Length);
        Assert.Equal("1\n2", _data.Shell("SELECT n FROM numbers ORDER BY n"));
    }

    [Fact]
    public async Task TruncateLogAsync_ReaderInTheWay_LeavesTheLogUntilLater()
    {
        var database = _data.Open(Numbers);
        await InsertAsync(database, 1, 10);
        using (var reader = new SqliteConnection($"Data Source={_data.File};Pooling=False"))
        {
            reader.Open();
            using var moment = reader.BeginTransaction(deferred: true);
            Assert.Equal(1, reader.ExecuteScalar<int>("SELECT count(*) FROM numbers", transaction: moment));
            await InsertAsync(database, 2, 10);
            await database.TruncateLogAsync(Cancel);
            Assert.NotEqual(0, new FileInfo(_data.File + "-wal").Length);
            Assert.Equal(1, reader.ExecuteScalar<int>("SELECT count(*) FROM numbers", transaction: moment));
        }
        await database.TruncateLogAsync(Cancel);
        Assert.Equal(0, new FileInfo(_data.File + "-wal").Length);
        Assert.Equal("2", _data.Shell("SELECT count(*) FROM numbers"));
    }

    private static Task InsertAsync(Database database, int n, int bytes) =>
        database.WriteAsync((c, t) => c.Execute("INSERT INTO numbers (n, pad) VALUES (@n, zeroblob(@bytes))", new { n, bytes }, t), Cancel);
}
