using NetApi.Adapters.Sqlite.History;
using NetApi.Tests.Domain;
using NetApi.Tests.History;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class CopyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_made_under_writes_is_whole_and_leaves_no_file()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var dice = new Random(1);
        var state = new HostBuilder(dice).Build();
        for (var copy = 0; copy < 5; copy++)
        {
            var kept = host.Publish(state).Revision;
            await host.KeptAsync();
            for (var step = 0; step < 20; step++)
                host.Publish(state = HostMutation.Some(state, dice) with { ObservedAt = state.ObservedAt.AddSeconds(1) });
            using var target = new TempData();
            Directory.CreateDirectory(target.Directory);
            await using (var stream = await host.Database.CopyAsync(Cancel))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stream.SafeFileHandle));
                Assert.DoesNotContain(Directory.GetFiles(data.Directory), f => f.Contains("copy", StringComparison.Ordinal));
                await using var file = File.Create(target.File);
                await stream.CopyToAsync(file, Cancel);
            }
            var report = HistoryCheck.Run(target.Directory, TempData.Clock);
            KillTests.AssertSound(report);
            Assert.True(report.Counts.Revisions >= kept);
        }
    }

    [Fact]
    public async Task A_copy_that_nobody_waits_for_leaves_no_file()
    {
        using var data = new TempData();
        using var database = data.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.CopyAsync(new CancellationToken(canceled: true)));
        Assert.DoesNotContain(Directory.GetFiles(data.Directory), f => f.Contains("copy", StringComparison.Ordinal));
    }

    [Fact]
    public void Copies_that_a_crash_left_go_at_the_next_start()
    {
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        File.WriteAllText(data.File + ".copy-1", "half");
        File.WriteAllText(data.File + ".copy-1-journal", "half");
        File.WriteAllText(Path.Combine(data.Directory, "netapi.db-mine"), "kept");
        data.Open();
        Assert.DoesNotContain(Directory.GetFiles(data.Directory), f => f.Contains("copy", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(data.Directory, "netapi.db-mine")));
    }
}
