using FsCheck.Xunit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>Retention changes no answer about what it kept, and leaves nothing of the rest.</summary>
public sealed class HistoryRetentionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // FsCheck waits for each task on a thread of the test runner, which must not be needed for the task itself.
    [Property(MaxTest = 40)]
    public Task What_is_kept_is_answered_as_before_and_the_rest_is_not_found(int seed) => Task.Run(() => ChangesNoAnswerAsync(seed), Cancel);

    [Property(MaxTest = 10)]
    public Task Who_reads_and_pins_meanwhile_is_told_the_truth_or_that_it_is_gone(int seed) => Task.Run(() => TellsNoHalfTruthsAsync(seed), Cancel);

    [Fact]
    public async Task A_file_that_holds_too_much_gives_space_back_down_to_the_limit()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(7), 400, withSnapshots: false);
        await host.Store.TruncateLogAsync(Cancel);
        var before = new FileInfo(data.File).Length;
        var used = (await host.Store.ReadSpaceAsync(Cancel)).UsedBytes;
        await RetainAsync(host, new RetentionLimits(null, used * 7 / 10), history.Last.ObservedAt);
        var size = await host.Store.ReadSpaceAsync(Cancel);
        Assert.InRange(size.UsedBytes, 1, used * 7 / 10);
        Assert.InRange(size.Revisions, 2, history.Lived.Count - 1);
        Assert.Equal(0, size.FreeBytes);
        Assert.InRange(new FileInfo(data.File).Length, 1, before - 1);
        Assert.Equal(0, new FileInfo(data.File + "-wal").Length);
        await history.AssertAnswersAsync(data);
    }

    [Fact]
    public async Task The_last_revision_and_pinned_snapshots_stay_however_small_the_limit()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(8), 12);
        await RetainAsync(host, new RetentionLimits(null, 1), history.Last.ObservedAt);
        Assert.Equal(1, (await host.Store.ReadSpaceAsync(Cancel)).Revisions);
        Assert.Equal(history.Last.Revision, (await host.Store.FindOldestAsync(Cancel))!.Number);
        await history.AssertAnswersAsync(data);
    }

    [Fact]
    public async Task A_revision_goes_with_the_pinned_snapshot_that_kept_it()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(9), 12);
        await RetainAsync(host, new RetentionLimits(TimeSpan.Zero, null), history.Last.ObservedAt);
        var pinned = history.Snapshots.First(s => s.Pinned && s.Revision != history.Last.Revision);
        await history.DeleteAsync(pinned);
        await RetainAsync(host, new RetentionLimits(TimeSpan.Zero, null), history.Last.ObservedAt);
        await history.AssertAnswersAsync(data);
    }

    [Fact]
    public async Task Times_that_nobody_asks_for_any_longer_go_and_the_last_run_stays()
    {
        using var data = new TempData();
        for (var run = 0; run < 3; run++)
        {
            await using var host = await KeptHost.StartAsync(data);
            host.Interruptions.Add(new Interruption("engine", "unreachable", SampleHost.Empty.ObservedAt.AddHours(-2), SampleHost.Empty.ObservedAt.AddHours(-1), "It was away."));
            host.Publish(SampleHost.Empty);
            host.Publish(SampleHost.WithWeb with { ObservedAt = SampleHost.Empty.ObservedAt.AddSeconds(1 + run) });
            await host.KeptAsync();
            if (run == 2)
                await RetainAsync(host, new RetentionLimits(null, 1), SampleHost.Empty.ObservedAt);
        }
        Assert.Equal("0", data.Shell("SELECT count(*) FROM interruptions WHERE scope = 'engine'"));
        Assert.NotEqual("0", data.Shell("SELECT count(*) FROM runs WHERE ended_at IS NOT NULL"));
    }

    [Fact]
    public async Task Imported_snapshots_push_no_revision_out()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var (dice, history) = (new Random(10), await PastHost.LiveAsync(host, new Random(10), 30, withSnapshots: false));
        var limit = (await host.Store.ReadSpaceAsync(Cancel)).UsedBytes + (256 * 1024);
        long whole = 0;
        while (whole < 2 * limit)
        {
            var foreign = new HostContent(dice).Fill(new HostBuilder(dice).Build()) with { HostId = "elsewhere" };
            for (var i = 0; i < 20; i++)
                await history.Store.AddWholeAsync(host.HostId, foreign with { Containers = [.. foreign.Containers.Select(c => c with { Image = $"image-{whole}-{i}" })] }, SnapshotOrigin.Imported, "tests", null, null, Cancel);
            whole = (await host.Store.ReadSpaceAsync(Cancel)).WholeBytes;
        }
        Assert.Null(await RetainAsync(host, new RetentionLimits(null, limit), history.Last.ObservedAt));
        Assert.Equal(history.Lived.Count, (await host.Store.ReadSpaceAsync(Cancel)).Revisions);
    }

    [Fact]
    public async Task That_no_more_can_go_is_told_until_it_can()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(11), 12);
        var clock = new StandingClock(history.Last.ObservedAt);
        using var retention = Retention(host, new RetentionLimits(null, (await host.Store.ReadSpaceAsync(Cancel)).UsedBytes / 4), clock);
        await retention.RunAsync(TimeSpan.Zero, Cancel);
        var trouble = retention.Trouble!;
        Assert.Equal(("too-large", history.Last.ObservedAt), (trouble.Code, trouble.Since));
        Assert.Contains("NetApi__HistoryMaxMegabytes", trouble.Detail, StringComparison.Ordinal);
        clock.Now = clock.Now.AddHours(1);
        await retention.RunAsync(TimeSpan.Zero, Cancel);
        Assert.Equal(history.Last.ObservedAt, retention.Trouble!.Since);
        using var roomier = Retention(host, new RetentionLimits(null, long.MaxValue), clock);
        await roomier.RunAsync(TimeSpan.Zero, Cancel);
        Assert.Null(roomier.Trouble);
    }

    [Fact]
    public async Task That_it_cannot_be_cut_back_is_told_until_it_can()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(12), 5);
        using var retention = Retention(host, new RetentionLimits(TimeSpan.Zero, null), new StandingClock(history.Last.ObservedAt));
        using (var other = new SqliteConnection($"Data Source={data.File};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction(deferred: false);
            await retention.RunAsync(TimeSpan.Zero, Cancel);
        }
        Assert.Equal(("failed", history.Last.ObservedAt), (retention.Trouble!.Code, retention.Trouble.Since));
        Assert.Contains("Another process holds the database", retention.Trouble.Detail, StringComparison.Ordinal);
        await retention.RunAsync(TimeSpan.Zero, Cancel);
        Assert.Null(retention.Trouble);
        await history.AssertAnswersAsync(data);
    }

    [Theory]
    [InlineData(RetentionKind.Revisions)]
    [InlineData(RetentionKind.Versions)]
    public async Task However_many_snapshots_are_pinned_a_step_looks_at_as_many_revisions_as_it_takes_on_rows(RetentionKind kind)
    {
        const int rows = 10;
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, new Random(13), 40, withSnapshots: false);
        foreach (var state in history.Lived)
            await history.Store.AddAsync(state, SnapshotOrigin.Asked, "tests", null, null, isPinned: true, Cancel);
        await host.Store.RaiseFloorAsync(history.Last.Revision, Cancel);
        var (step, steps) = (new RetentionStep(kind), 0);
        while (step?.Kind == kind)
        {
            var next = await host.Database.WriteAsync((c, t) => new HistoryRemoval(c, t, 1, new RowIds()).Carry(step, rows), Cancel);
            Assert.True(next?.Kind != kind || next.From <= history.Lived[Math.Min(++steps * rows, history.Lived.Count) - 1].Revision);
            step = next;
        }
        Assert.InRange(steps, (history.Lived.Count / rows) - 1, history.Lived.Count / rows);
    }

    internal static async Task<RetentionTrouble?> RetainAsync(KeptHost host, RetentionLimits limits, DateTimeOffset now)
    {
        using var retention = Retention(host, limits, new StandingClock(now));
        await retention.RunAsync(TimeSpan.Zero, Cancel);
        return retention.Trouble;
    }

    private static HistoryRetention Retention(KeptHost host, RetentionLimits limits, TimeProvider clock) => new(host.Store, host.Past, limits, clock, NullLogger<HistoryRetention>.Instance);

    private static async Task ChangesNoAnswerAsync(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        PastHost history;
        await using (var host = await KeptHost.StartAsync(data))
        {
            history = await PastHost.LiveAsync(host, dice, dice.Next(2, 25));
            for (var round = dice.Next(1, 4); round > 0; round--)
            {
                var since = history.Lived[dice.Next(history.Lived.Count)].ObservedAt.AddMilliseconds(dice.Next(-500, 500));
                var used = (await host.Store.ReadSpaceAsync(Cancel)).UsedBytes;
                var limits = new RetentionLimits(dice.Next(3) == 0 ? null : history.Last.ObservedAt - since, dice.Next(3) == 0 ? used * dice.Next(5, 11) / 10 : null);
                var oldest = (await host.Store.FindOldestAsync(Cancel))!.Number;
                await history.RepinAsync(dice);
                await RetainAsync(host, limits, history.Last.ObservedAt);
                if (limits is { MaxAge: not null, MaxBytes: null })
                    await history.AssertAnsweredSinceAsync(since, oldest);
                await history.AssertAnswersAsync(data);
                // The next revisions build on what is left.
                await history.GoOnAsync(dice, dice.Next(1, 5));
            }
            await history.AssertAnswersAsync(data);
        }
        // So does the next run.
        await using var later = await KeptHost.StartAsync(data);
        await history.On(later).GoOnAsync(dice, 2);
        await history.AssertAnswersAsync(data);
    }

    private static async Task TellsNoHalfTruthsAsync(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var history = await PastHost.LiveAsync(host, dice, 20);
        var retaining = Task.Run(() => RetainAsync(host, new RetentionLimits(TimeSpan.Zero, null), history.Last.ObservedAt), Cancel);
        do
        {
            var lived = history.Lived[dice.Next(history.Lived.Count)];
            host.Past.Clear();
            await history.RepinAsync(dice);
            try
            {
                PastHost.AssertSame(lived, await host.Moments.ReadAsync($"{lived.Revision}", "at", Cancel));
            }
            catch (MomentNotFoundException)
            {
                Assert.NotEqual(history.Last.Revision, lived.Revision);
            }
        }
        while (!retaining.IsCompleted);
        await retaining;
        // What was released too late for that one goes with the next.
        await RetainAsync(host, new RetentionLimits(TimeSpan.Zero, null), history.Last.ObservedAt);
        await history.AssertAnswersAsync(data);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
