using NetApi.Domain.Topology;
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
        host.Publish(SampleHost.WithWeb with { ObservedAt = SampleHost.ObservedAt.AddMinutes(2) });
        await host.KeptAsync();
        var inside = await host.Moments.ReadAsync("2026-11-24T14:06:00Z", "at", Cancel);
        Assert.Equal(("history", "engine-unavailable"), (Assert.Single(inside.Gaps).Scope, inside.Gaps[0].Code));
        Assert.Empty((await host.Moments.ReadAsync("2026-11-24T14:08:00Z", "at", Cancel)).Gaps);
        Assert.Equal(SampleHost.ObservedAt, (await host.Store.FindRevisionAsync(2, Cancel))!.NotBefore);
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

    private static string Unfinished(TempData data) => data.Shell("SELECT count(*) FROM interruptions WHERE until IS NULL");
}
