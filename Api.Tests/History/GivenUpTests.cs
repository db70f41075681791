using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Paging;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>More revisions than wait in memory: the oldest are given up, and the history says from when to when.</summary>
public sealed class GivenUpTests
{
    private const int TooMany = 100;

    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_cannot_be_written()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var before = host.Publish(State(0));
        await host.KeptAsync();
        using (var other = new SqliteConnection($"Data Source={data.File};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction(deferred: false);
            for (var i = 1; i <= HistoryWriter.MaxPending + TooMany; i++)
                host.Publish(State(i));
            await Assert.ThrowsAsync<StoreUnavailableException>(host.KeptAsync);
            Assert.NotNull(host.Writer.Health.FailedSince);
            Assert.True(host.Writer.Health.Pending <= HistoryWriter.MaxPending);
        }
        await KeptAgainAsync(host);
        Assert.Null(host.Writer.Health.FailedSince);
        await AssertToldAsync(host, before, lost: 1, found: TooMany + 1);
    }

    [Fact]
    public async Task While_others_are_being_written()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(State(0));
        await host.KeptAsync();
        // The writer asks in the middle of its work, when it has taken what waited.
        host.Asked = () =>
        {
            host.Asked = null;
            for (var i = 2; i <= HistoryWriter.MaxPending + TooMany; i++)
                host.Publish(State(i));
        };
        var before = host.Publish(State(1));
        await host.Writer.KeptAsync(HistoryWriter.MaxPending + TooMany + 1, Cancel);
        await AssertToldAsync(host, before, lost: 2, found: TooMany + 1);
    }

    // States are told from 0 on, revisions are numbered from 1 on.
    private static async Task AssertToldAsync(KeptHost host, HostState before, int lost, int found)
    {
        var gap = Assert.Single(await host.Store.ListInterruptionsAsync(DateTimeOffset.MinValue, DateTimeOffset.UtcNow, 10, Cancel), i => i.Scope == "history");
        Assert.Equal(("not-kept", At(lost), At(found)), (gap.Code, gap.Since, gap.Until));
        Assert.Null(await host.Store.FindRevisionAsync(lost + 1, Cancel));
        Assert.Null(await host.Store.FindRevisionAsync(found, Cancel));
        Assert.NotNull(await host.Store.FindRevisionAsync(before.Revision, Cancel));

        var timeline = await new Timeline(host.Store, host.Moments, host.Known).ReadAsync(
            new HistoryQuery(null, null, null, null, $"{before.Revision}", $"{found + 1}"), new PageQuery(null, null, new DefaultHttpContext().Request), Cancel);
        var told = Assert.Single(timeline.Items, e => e.Kind == HistoryEntryKind.Interruption);
        Assert.Equal(("history", At(lost), At(found)), (told.Key, told.NotBefore, told.At));
        var changes = timeline.Items.Where(e => e.Revision is not null).ToList();
        Assert.All(changes, c => Assert.Equal((found + 1, At(lost)), (c.Revision, c.NotBefore)));
        // The first one that is kept afterwards is compared with the last one that was kept before.
        Assert.Equal(HostDiff.Compare(before, await host.AtAsync(found + 1)).Select(c => c.Summary).Order(StringComparer.Ordinal), changes.Select(c => c.Summary).Order(StringComparer.Ordinal));

        var inside = await host.Moments.ReadAsync($"{At(lost):O}", "at", Cancel);
        Assert.Equal(before.Revision, inside.Revision);
        Assert.Equal(("history", "not-kept"), (Assert.Single(inside.Gaps).Scope, inside.Gaps[0].Code));
        Assert.Empty((await host.Moments.ReadAsync($"{At(found):O}", "at", Cancel)).Gaps);
        KillTests.AssertSound(await NetApi.Adapters.Sqlite.History.HistoryCheck.RunAsync(host.Database, TempData.Clock, Cancel));
    }

    // An attempt that had begun before may still fail.
    private static async Task KeptAgainAsync(KeptHost host)
    {
        while (true)
        {
            try
            {
                await host.KeptAsync();
                return;
            }
            catch (StoreUnavailableException)
            {
                // The next one will not.
            }
        }
    }

    private static DateTimeOffset At(int i) => Begin.AddSeconds(i);

    private static HostState State(int i) => SampleHost.WithWeb.ChangeWeb(c => c with { Name = $"web-{i}" }) with { ObservedAt = At(i) };
}
