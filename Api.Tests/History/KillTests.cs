using Dapper;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>What was said to be kept is there after <c>kill -9</c>, at whatever moment it comes.</summary>
public sealed class KillTests
{
    private const int Kills = 200;
    private const int Lanes = 2;

    [Fact]
    public Task Two_hundred_kills_under_a_storm_of_writes_lose_nothing_that_was_acknowledged() =>
        Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAgainAndAgainAsync(lane, Kills / Lanes), TestContext.Current.CancellationToken)));

    private static async Task KillAgainAndAgainAsync(int seed, int kills)
    {
        using var data = new TempData();
        var dice = new Random(seed);
        var (kept, snapshots) = (new Dictionary<long, string>(), new Dictionary<string, long>());
        for (var kill = 0; kill < kills; kill++)
        {
            await using var storm = StormProcess.Start(data.Directory, dice.Next());
            for (var acknowledged = dice.Next(1, 6); acknowledged > 0; acknowledged--)
                await storm.UntilAsync(line => line.StartsWith("kept", StringComparison.Ordinal));
            // Any moment between two acknowledgements, and not only right behind one.
            await Task.Delay(TimeSpan.FromMicroseconds(dice.Next(40_000)), TestContext.Current.CancellationToken);
            await storm.KillAsync();
            foreach (var (number, hash) in storm.Kept)
                kept[number] = hash;
            foreach (var (id, revision) in storm.Snapshots)
                snapshots[id] = revision;
            await AssertThereAsync(data, kept, snapshots, $"lane {seed}, kill {kill}");
        }
        Assert.True(kept.Count >= kills && snapshots.Count >= kills / 2, $"{kept.Count} revisions, {snapshots.Count} snapshots");
    }

    internal static async Task AssertThereAsync(TempData data, Dictionary<long, string> kept, Dictionary<string, long> snapshots, string when)
    {
        // As the command does: with the log that the dead process left.
        AssertSound(HistoryCheck.Run(data.Directory, TempData.Clock), when);
        using var database = Database.Open(data.Directory, TempData.Clock);
        var (revisions, taken) = await database.ReadAsync(
            c => (c.Query<(long, string)>("SELECT number, hash FROM revisions").ToDictionary(), c.Query<(string, long)>("SELECT id, revision FROM snapshots").ToDictionary()),
            TestContext.Current.CancellationToken);
        Assert.Equal([], kept.Except(revisions).Select(r => $"{when}: revision {r.Key} is lost"));
        Assert.Equal([], snapshots.Except(taken).Select(s => $"{when}: snapshot {s.Key} is lost"));
        AssertSound(await HistoryCheck.RunAsync(database, TempData.Clock, TestContext.Current.CancellationToken), when);
    }

    internal static void AssertSound(HistoryReport report, string when = "") =>
        Assert.True(report.IsSound && report.FaultCount == 0, $"{when}: {report.FaultCount} faults, such as {string.Join('\n', report.Faults.Take(5).Select(f => $"{f.Code}: {f.Detail}"))}");
}
