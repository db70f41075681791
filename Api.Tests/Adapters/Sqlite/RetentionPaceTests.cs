using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class RetentionPaceTests
{
    [Fact]
    public void Took_LongSteps_TakesOnLessButNeverNothing()
    {
        var pace = new RetentionPace();
        var before = pace.Rows;
        pace.Took(TimeSpan.FromMilliseconds(30));
        Assert.Equal(before / 2, pace.Rows);
        for (var i = 0; i < 20; i++)
            pace.Took(TimeSpan.FromSeconds(1));
        Assert.Equal(10, pace.Rows);
    }

    [Fact]
    public void Took_ShortSteps_TakesOnMoreUpToALimit()
    {
        var pace = new RetentionPace();
        for (var i = 0; i < 50; i++)
            pace.Took(TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, pace.Rows);
        pace.Took(TimeSpan.FromMilliseconds(10));
        Assert.Equal(200, pace.Rows);
    }

    [Fact]
    public async Task Step_CommitThatTakesLong_TakesOnLessNextTime()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var data = new TempData();
        var (database, _) = await data.OpenWithHostAsync();
        var (store, pace) = (new HistoryStore(database, 1), new RetentionPace());
        await SlowCommitsAsync(database, TimeSpan.FromMilliseconds(60), cancel);
        var before = pace.Rows;
        await store.ForgetAsync(RetentionStep.First, pace, cancel);
        Assert.Equal(before / 2, pace.Rows);
        await store.GiveBackAsync(pace, cancel);
        Assert.Equal(before / 4, pace.Rows);
    }

    // On the connection of the pool, which is that of all that is written one after the other.
    private static Task SlowCommitsAsync(Database database, TimeSpan time, CancellationToken cancel) => database.WriteAsync(
        (connection, _) =>
        {
            SQLitePCL.raw.sqlite3_commit_hook(connection.Handle, _ => { Thread.Sleep(time); return 0; }, null);
            return true;
        },
        cancel);
}
