using Dapper;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>A number that was told stands for one revision for ever, whether that was kept or not.</summary>
public sealed class RevisionNumbersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task After_a_kill_no_number_is_used_again_that_was_told_and_not_kept(int unkept)
    {
        using var data = new TempData();
        using var image = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        image.CopyFrom(data);
        for (var i = 0; i < unkept; i++)
            host.Publish(Renamed(i));
        var told = host.Live.Current!.Revision;
        Assert.Equal(1 + unkept, told);
        await using var next = await KeptHost.StartAsync(image);
        Assert.True(next.Publish(SampleHost.WithWeb).Revision > told);
        await next.KeptAsync();
        // Whoever was told of it learns that it was not kept, and not that it is too long ago.
        var lost = await Assert.ThrowsAsync<MomentNotFoundException>(() => next.Moments.ReadAsync($"{told}", "at", Cancel));
        Assert.StartsWith($"There is no revision {told}: numbers are left out where a run of NetApi ended without a word", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_after_a_run_that_was_killed_before_it_kept_anything()
    {
        using var data = new TempData();
        using var image = new TempData();
        await using var first = await KeptHost.StartAsync(data);
        first.Publish(SampleHost.Empty);
        await first.KeptAsync();
        image.CopyFrom(data);
        using var second = new TempData();
        long told;
        await using (var host = await KeptHost.StartAsync(image))
        {
            second.CopyFrom(image);
            told = host.Publish(SampleHost.WithWeb).Revision;
        }
        await using var third = await KeptHost.StartAsync(second);
        Assert.True(third.Publish(Renamed(1)).Revision > told);
    }

    [Fact]
    public async Task Nor_after_the_next_run_that_found_the_host_as_it_was_and_ended_in_order()
    {
        using var data = new TempData();
        using var image = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        image.CopyFrom(data);
        var told = host.Publish(SampleHost.WithWeb).Revision;
        await using (var same = await KeptHost.StartAsync(image))
        {
            Assert.Equal(1, same.Publish(SampleHost.Empty).Revision);
            await same.KeptAsync();
        }
        await using var next = await KeptHost.StartAsync(image);
        Assert.True(next.Publish(SampleHost.WithWeb).Revision > told);
    }

    [Fact]
    public async Task After_an_end_in_order_they_go_on_with_the_next_one()
    {
        using var data = new TempData();
        for (var run = 0; run < 5; run++)
        {
            await using var host = await KeptHost.StartAsync(data);
            Assert.Equal((run * 2) + 1, host.Publish(Renamed(run)).Revision);
            Assert.Equal((run * 2) + 2, host.Publish(SampleHost.Empty).Revision);
            await host.KeptAsync();
        }
    }

    [Fact]
    public void A_hundred_thousand_kills_do_not_use_them_up()
    {
        var next = 1L;
        for (var kills = 0; kills < 100_000; kills++)
        {
            var end = new HistoryEnd(next, "", 0, null, false, HistoryEnd.ReservedAfter(next));
            Assert.True(kills > 1_000 || end.Next - next > 100_000);
            next = end.Next;
        }
        Assert.True(next < int.MaxValue);
    }

    [Fact]
    public async Task A_run_of_an_earlier_version_that_was_killed_held_at_most_1024_back()
    {
        using var data = new TempData();
        using (var earlier = data.Open([.. Migration.Embedded.Where(m => m.Number < ReservingMigration)]))
        {
            await earlier.WriteAsync(
                (c, t) => c.Execute(
                    """
                    INSERT INTO hosts (id, fingerprint, name, first_seen_at, number) VALUES ('a', 'm', 'n', '2026-01-01T00:00:00.0000000Z', 1);
                    INSERT INTO revisions (host, number, at, hash) VALUES (1, 7, '2026-01-01T00:00:00.0000000Z', printf('%064d', 0));
                    INSERT INTO runs (host, started_at, seen_at) VALUES (1, '2026-01-01T00:00:00.0000000Z', '2026-01-01T00:00:00.0000000Z');
                    """,
                    transaction: t),
                Cancel);
        }
        Assert.Equal(7 + 1024 + 1, (await new HistoryStore(data.Open(), 1).ReadEndAsync(Cancel)).Next);
    }

    private static int ReservingMigration => Migration.Embedded.Single(m => m.Name.EndsWith("_reserved_revisions.sql", StringComparison.Ordinal)).Number;

    private static HostState Renamed(int i) => SampleHost.WithWeb.ChangeWeb(c => c with { Name = $"web-{i}" });

    [Fact]
    public async Task What_another_process_wrote_is_not_taken_for_what_is_kept()
    {
        using var data = new TempData();
        await using var first = await KeptHost.StartAsync(data);
        first.Publish(SampleHost.Empty);
        await first.KeptAsync();
        await using var second = await KeptHost.StartAsync(data);
        second.Publish(SampleHost.WithWeb);
        await second.KeptAsync();
        first.Publish(SampleHost.WithWeb.ChangeWeb(c => c with { Name = "other" }));
        await Assert.ThrowsAsync<StoreUnavailableException>(first.KeptAsync);
        // It looks at what is there before it tries again.
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(first.KeptAsync);
        Assert.Contains("another process writes it", refused.Message, StringComparison.Ordinal);
        Assert.Equal((refused.Message, 1), (first.Writer.Health.LastError, first.Writer.Health.Pending));
    }
}
