using NetApi.Adapters.Sqlite;
using NetApi.Hosting;

namespace NetApi.Snapshots;

/// <summary>Takes a snapshot whenever the last one of the schedule is old enough, over all runs of NetApi.</summary>
internal sealed partial class ScheduledSnapshots(SnapshotTaking taking, SnapshotStore store, HostIdentity host, TimeSpan every, TimeProvider clock, ILogger<ScheduledSnapshots> log) : BackgroundService
{
    /// <summary>Who takes them.</summary>
    public const string TakenBy = "schedule";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Takes one, if it is time.</summary>
    /// <returns>When it is time again.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be read or written.</exception>
    public async Task<DateTimeOffset> TakeIfDueAsync(CancellationToken cancel)
    {
        var last = (await store.ListAsync(host.Id, [SnapshotOrigin.Scheduled], 1, null, cancel)).FirstOrDefault();
        if (last is not null && last.TakenAt + every > clock.GetUtcNow())
            return last.TakenAt + every;
        var taken = await taking.TakeAsync(SnapshotOrigin.Scheduled, TakenBy, null, null, isPinned: false, cancel);
        return taken.TakenAt + every;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            DateTimeOffset next;
            try
            {
                next = await TakeIfDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotTaken(e);
                next = clock.GetUtcNow() + RetryDelay;
            }
            // Never all the time at once: a clock that is set on brings it forward.
            var wait = next - clock.GetUtcNow();
            await Task.Delay(wait < RetryDelay ? wait < TimeSpan.Zero ? TimeSpan.Zero : wait : RetryDelay, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of the schedule was not taken; NetApi tries again.")]
    private partial void NotTaken(Exception failure);
}
