using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Json;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>What was live at a revision comes back from the file, however the host changed before and after.</summary>
public sealed class TimeTravelTests
{
    // FsCheck waits for each task on a thread of the test runner, which must not be needed for the task itself.
    [Property(MaxTest = 40)]
    public Task Every_revision_comes_back_as_it_was_live(int seed) => Task.Run(() => ComesBackAsync(seed), TestContext.Current.CancellationToken);

    [Property(MaxTest = 20)]
    public Task Diffs_of_revisions_from_the_file_are_those_of_the_states_that_lived(int seed) => Task.Run(() => AreTheSameDiffsAsync(seed), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Equal_things_of_one_namespace_are_counted()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var link = SampleHost.WithWeb.Links[0];
        var (one, two, three) = (host.Publish(With(link)), host.Publish(With(link, link, link)), host.Publish(With(link, link)));
        var none = host.Publish(With());
        await host.KeptAsync();
        Assert.Equal((1, 3, 2, 0), ((await Count(one)), await Count(two), await Count(three), await Count(none)));

        async Task<int> Count(HostState of) => (await host.AtAsync(of.Revision)).Links.Length;
        static HostState With(params Link[] links) => SampleHost.Empty with { Links = [.. links] };
    }

    [Fact]
    public async Task A_range_of_revisions_holds_though_the_clock_was_set_back_between_them()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var noon = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
        var (first, second) = (host.Publish(SampleHost.WithWeb with { ObservedAt = noon }), host.Publish(SampleHost.Empty with { ObservedAt = noon.AddHours(-1) }));
        await host.KeptAsync();
        var range = await host.Moments.ReadRangeAsync($"{first.Revision}", $"{second.Revision}", new FaultList(), TestContext.Current.CancellationToken);
        Assert.Equal((first.Revision, second.Revision, noon, noon.AddHours(-1)), (range.After, range.UpTo, range.FromTime, range.UntilTime));
    }

    private static async Task ComesBackAsync(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        var lived = new List<HostState>();
        var state = new HostContent(dice).Fill(new HostBuilder(dice).Build());
        for (var run = 0; run < 3; run++)
        {
            await using var host = await KeptHost.StartAsync(data);
            for (var step = dice.Next(1, 12); step > 0; step--)
            {
                lived.Add(host.Publish(state));
                if (dice.Next(3) == 0)
                    await host.KeptAsync();
                state = new HostMutation(dice).Once(state) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
            }
            await host.KeptAsync();
            foreach (var was in lived.DistinctBy(s => s.Revision))
                AssertSame(was, await host.AtAsync(was.Revision));
        }
        Assert.Equal("ok", data.Shell("PRAGMA integrity_check"));
        Assert.Equal("", data.Shell("PRAGMA foreign_key_check"));
        Assert.Equal("0", data.Shell("SELECT count(*) FROM versions LEFT JOIN ended USING (id) WHERE (versions.last IS NULL) <> (ended.id IS NULL) OR ended.last <> versions.last OR ended.first <> versions.first"));
    }

    private static async Task AreTheSameDiffsAsync(int seed)
    {
        var dice = new Random(seed);
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var state = new HostContent(dice).Fill(new HostBuilder(dice).Build());
        var lived = new List<HostState>();
        for (var step = 0; step < 8; step++)
        {
            lived.Add(host.Publish(state));
            state = HostMutation.Some(state, dice) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
        }
        await host.KeptAsync();
        var (a, b) = (lived[dice.Next(lived.Count)], lived[dice.Next(lived.Count)]);
        var expected = HostDiff.Compare(Steady(a), Steady(b));
        var actual = HostDiff.Compare(await host.AtAsync(a.Revision), await host.AtAsync(b.Revision));
        Assert.Equal(expected.Select(c => (c.Kind, c.Entity, c.Key, c.Summary)), actual.Select(c => (c.Kind, c.Entity, c.Key, c.Summary)));
    }

    private static HostState Steady(HostState state) => NetApi.Json.Volatile.Without(state);

    private static void AssertSame(HostState lived, HostState kept)
    {
        Assert.Equal((lived.HostId, lived.Revision, lived.ContentHash, lived.ObservedAt), (kept.HostId, kept.Revision, kept.ContentHash, kept.ObservedAt));
        Assert.Equal(lived.ContentHash, ContentHash.Of(kept).ToString());
        Assert.Empty(HostDiff.Compare(Steady(lived), kept));
        // The lists of a state are in order, the second one's too.
        Assert.Equal(kept.Links.Select(l => l.Namespace.Value).Order(StringComparer.Ordinal), kept.Links.Select(l => l.Namespace.Value));
    }
}
