using Microsoft.AspNetCore.Http;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Paging;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>Times in which something was not seen: told while they last, and over with whoever did not see.</summary>
public sealed class InterruptionTests
{
    private static readonly Interruption Open = new("engine", "engine-unavailable", SampleHost.ObservedAt, null, "It is away.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_moment_in_one_says_so()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        host.Interruptions.Add(Open with { Until = SampleHost.ObservedAt.AddMinutes(2) });
        host.Publish(SampleHost.WithWeb with { ObservedAt = SampleHost.ObservedAt.AddMinutes(2) }, SampleHost.ObservedAt);
        await host.KeptAsync();
        var inside = await host.Moments.ReadAsync("2026-11-24T14:06:00Z", "at", Cancel);
        Assert.Equal(("history", "engine-unavailable"), (Assert.Single(inside.Gaps).Scope, inside.Gaps[0].Code));
        Assert.Empty((await host.Moments.ReadAsync("2026-11-24T14:08:00Z", "at", Cancel)).Gaps);
        Assert.Equal(SampleHost.ObservedAt, (await host.Store.FindRevisionAsync(2, Cancel))!.NotBefore);
    }

    [Fact]
    public async Task One_that_began_a_moment_ago_is_told_before_it_is_kept()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        // It writes no more.
        await host.Writer.StopAsync(Cancel);
        host.Interruptions.Add(Open with { Since = SampleHost.ObservedAt.AddSeconds(30) });
        var inside = await host.Moments.ReadAsync("2026-11-24T14:06:00Z", "at", Cancel);
        Assert.Equal(("history", "engine-unavailable"), (Assert.Single(inside.Gaps).Scope, inside.Gaps[0].Code));
        Assert.Contains("to now", inside.Gaps[0].Detail, StringComparison.Ordinal);
        Assert.Contains(await TimelineAsync(host), e => e is { Kind: HistoryEntryKind.Interruption, Key: "engine", Summary: "It is away. It is not over." });
        Assert.Equal("0", data.Shell("SELECT count(*) FROM interruptions WHERE scope = 'engine'"));
        Assert.Empty((await host.Moments.ReadAsync("2026-11-24T14:05:29Z", "at", Cancel)).Gaps);
    }

    [Theory]
    [InlineData("2026-11-24T14:20:00Z", "2026-11-24T14:30:00Z")]
    [InlineData("2026-11-24T14:20:00Z", null)]
    [InlineData(null, "2026-11-24T14:30:00Z")]
    public async Task One_that_covers_what_is_asked_for_is_told_there(string? from, string? to)
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        host.Interruptions.Add(Open with { Since = SampleHost.ObservedAt.AddMinutes(1), Until = SampleHost.ObservedAt.AddHours(1) });
        host.Interruptions.Add(Open with { Since = SampleHost.ObservedAt.AddMinutes(2), Code = "engine-hung" });
        await host.KeptAsync();
        // Also to those who ask for something else.
        foreach (var entity in (string[]?[])[null, ["container"]])
            Assert.Equal(2, (await TimelineAsync(host, from, to, entity)).Count(e => e.Kind == HistoryEntryKind.Interruption));
        Assert.DoesNotContain(await TimelineAsync(host, null, "2026-11-24T14:05:30Z"), e => e.Kind == HistoryEntryKind.Interruption);
    }

    [Fact]
    public async Task One_that_is_over_by_now_is_told_once_and_as_over_though_it_is_kept_as_if_it_lasted()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Interruptions.Add(Open);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        await host.Writer.StopAsync(Cancel);
        host.Interruptions[0] = Open with { Until = SampleHost.ObservedAt.AddMinutes(2) };
        Assert.Single((await host.Moments.ReadAsync("2026-11-24T14:06:00Z", "at", Cancel)).Gaps);
        Assert.Empty((await host.Moments.ReadAsync("2026-11-24T14:08:00Z", "at", Cancel)).Gaps);
        Assert.Equal("It is away.", Assert.Single(await TimelineAsync(host), e => e.Key == "engine").Summary);
        Assert.Equal("1", Unfinished(data));
    }

    [Fact]
    public async Task A_revision_that_shows_nothing_of_it_is_as_old_as_it_seems()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.Empty);
        // It is over, and nothing had changed: that is told with the next revision, which has nothing to do with it.
        host.Interruptions.Add(Open with { Until = SampleHost.ObservedAt.AddMinutes(2) });
        host.Publish(SampleHost.WithWeb with { ObservedAt = SampleHost.ObservedAt.AddMinutes(3) });
        await host.KeptAsync();
        Assert.Null((await host.Store.FindRevisionAsync(2, Cancel))!.NotBefore);
        Assert.Equal("1", data.Shell("SELECT count(*) FROM interruptions WHERE scope = 'engine'"));
    }

    [Fact]
    public async Task What_was_found_after_one_and_after_a_time_without_a_run_may_be_as_old_as_the_earlier_of_both()
    {
        using var data = new TempData();
        await using (var host = await KeptHost.StartAsync(data))
        {
            host.Publish(SampleHost.Empty);
            await host.KeptAsync();
        }
        var seen = DateTimeOffset.UtcNow;
        await using var next = await KeptHost.StartAsync(data);
        next.Publish(SampleHost.WithWeb with { ObservedAt = seen.AddMinutes(2) }, seen.AddMinutes(1));
        next.Publish(SampleHost.Empty with { ObservedAt = seen.AddMinutes(4) }, seen.AddMinutes(3));
        await next.KeptAsync();
        Assert.True((await next.Store.FindRevisionAsync(2, Cancel))!.NotBefore <= seen);
        Assert.Equal(seen.AddMinutes(3), (await next.Store.FindRevisionAsync(3, Cancel))!.NotBefore);
    }

    [Fact]
    public async Task One_that_nobody_tells_of_any_more_is_over()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Interruptions.Add(Open);
        host.Publish(SampleHost.Empty);
        await host.KeptAsync();
        Assert.Equal("1", Unfinished(data));
        host.Interruptions.Clear();
        host.Publish(SampleHost.WithWeb);
        await host.KeptAsync();
        Assert.Equal("0", Unfinished(data));
    }

    [Fact]
    public async Task One_that_an_earlier_run_left_open_ended_with_that_run()
    {
        using var data = new TempData();
        await using (var host = await KeptHost.StartAsync(data))
        {
            host.Interruptions.Add(Open);
            host.Publish(SampleHost.Empty);
            await host.KeptAsync();
        }
        Assert.Equal("1", Unfinished(data));
        await using var next = await KeptHost.StartAsync(data);
        next.Publish(SampleHost.WithWeb);
        await next.KeptAsync();
        Assert.Equal("0", Unfinished(data));
        Assert.Equal("engine,netapi", data.Shell("SELECT group_concat(scope) FROM (SELECT scope FROM interruptions ORDER BY scope)"));
    }

    private static async Task<IReadOnlyList<HistoryEntry>> TimelineAsync(KeptHost host, string? from = null, string? to = null, string[]? entity = null) =>
        (await new Timeline(host.Store, host.Moments, host.Known).ReadAsync(new HistoryQuery(entity, null, null, null, from, to), new PageQuery(null, null, new DefaultHttpContext().Request), Cancel)).Items;

    private static string Unfinished(TempData data) => data.Shell("SELECT count(*) FROM interruptions WHERE until IS NULL");
}
