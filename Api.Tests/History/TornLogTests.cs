using Dapper;
using NetApi.Adapters.Sqlite.History;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A write-ahead log that ends in the middle, or has wrong bytes in it: what was kept before that place is there, and NetApi goes on.</summary>
public sealed class TornLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_was_kept_before_the_torn_place_is_there(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var state = new HostBuilder(dice).Build();
        var log = new FileInfo(data.File + "-wal");
        var ends = new List<(long Revision, string Hash, long End)>();
        for (var step = 0; step < 12; step++)
        {
            var current = host.Publish(state);
            await host.KeptAsync();
            log.Refresh();
            ends.Add((current.Revision, current.ContentHash, log.Length));
            state = HostMutation.Some(state, dice) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
        }
        for (var tear = 0; tear < 25; tear++)
        {
            using var image = new TempData();
            image.CopyFrom(data);
            var at = dice.NextInt64(log.Length);
            Tear(image.File + "-wal", at, isCut: dice.Next(2) == 0);
            await AssertGoesOnAsync(image, [.. ends.Where(e => e.End <= at).Select(e => (e.Revision, e.Hash)).Distinct()]);
        }
    }

    private static async Task AssertGoesOnAsync(TempData image, List<(long, string)> kept)
    {
        await using var next = await KeptHost.StartAsync(image);
        var there = await next.Database.ReadAsync(c => c.Query<(long, string)>("SELECT number, hash FROM revisions").ToList(), Cancel);
        Assert.Empty(kept.Except(there));
        KillTests.AssertSound(await HistoryCheck.RunAsync(next.Database, TempData.Clock, Cancel));
        var current = next.Publish(SampleHost.WithWeb);
        await next.KeptAsync();
        Assert.Equal(current.ContentHash, (await next.Store.FindRevisionAsync(current.Revision, Cancel))!.Hash);
        KillTests.AssertSound(await HistoryCheck.RunAsync(next.Database, TempData.Clock, Cancel));
    }

    private static void Tear(string log, long at, bool isCut)
    {
        using var file = new FileStream(log, FileMode.Open);
        if (isCut)
        {
            file.SetLength(at);
            return;
        }
        file.Position = at;
        var was = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(was ^ 0x55));
    }
}
