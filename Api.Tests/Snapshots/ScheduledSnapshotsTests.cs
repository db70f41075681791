using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting;
using NetApi.Snapshots;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using NetApi.Tests.History;
using Xunit;

namespace NetApi.Tests.Snapshots;

public sealed class ScheduledSnapshotsTests
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    private readonly FakeTimeProvider _clock = new(SampleHost.ObservedAt);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_is_taken_when_the_last_is_old_enough_also_of_an_earlier_run()
    {
        using var data = new TempData();
        for (var run = 0; run < 2; run++)
        {
            await using var host = await KeptHost.StartAsync(data);
            var live = new LiveState(_ => Task.FromResult(host.Live.Current!));
            host.Publish(SampleHost.WithWeb);
            var store = new SnapshotStore(host.Database);
            using var scheduled = new ScheduledSnapshots(
                new SnapshotTaking(live, host.Writer, store, _clock), store, new HostIdentity { Id = host.HostId }, Every, _clock, NullLogger<ScheduledSnapshots>.Instance);
            var next = await scheduled.TakeIfDueAsync(Cancel);
            Assert.Equal(next, await scheduled.TakeIfDueAsync(Cancel));
            var taken = await store.ListAsync(host.HostId, [SnapshotOrigin.Scheduled], 10, null, Cancel);
            Assert.Equal(run + 1, taken.Length);
            Assert.Equal((next - Every, false, ScheduledSnapshots.TakenBy), (taken[0].TakenAt, taken[0].Pinned, taken[0].TakenBy));
            Assert.Empty(await store.ListAsync(host.HostId, [SnapshotOrigin.Asked], 10, null, Cancel));
            _clock.Advance(Every);
        }
    }
}
