using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;

namespace NetApi.History;

/// <summary>Removes what is older than the history is to be, or more than it may hold, but never what a pinned snapshot shows, nor the last revision.</summary>
/// <remarks>It works in steps of a few milliseconds, with a rest after each, so that revisions and calls find the writer free.</remarks>
internal sealed partial class HistoryRetention(HistoryStore store, PastStates past, RetentionLimits limits, TimeProvider clock, ILogger<HistoryRetention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    // Of what is too much, about this part goes before it is measured again: a revision more may be much or little.
    private const int PartsOfExcess = 2;
    private const long MostAtOnce = 200;

    private readonly RetentionPace _pace = new();
    private bool _isTooLargeTold;

    /// <summary>Removes all that is to be removed now.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written.</exception>
    public async Task RunAsync(TimeSpan rest, CancellationToken cancel)
    {
        if (limits.MaxAge is { } age && await store.FindFloorAsync(clock.GetUtcNow() - age, cancel) is { } floor)
            await store.RaiseFloorAsync(floor, cancel);
        // Also what lost its last snapshot since.
        await SweepAsync(rest, cancel);
        if (limits.MaxBytes is { } most)
            await ShrinkAsync(most, rest, cancel);
        while (await store.GiveBackAsync(_pace, cancel))
            await RestAsync(rest, cancel);
        await store.TruncateLogAsync(cancel);
        past.Clear();
        store.ForgetContents();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                await RunAsync(Rest, stoppingToken);
                isFailing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (!isFailing)
                    NotRemoved(e);
                isFailing = true;
            }
        }
    }

    private async Task ShrinkAsync(long most, TimeSpan rest, CancellationToken cancel)
    {
        while (await store.ReadSpaceAsync(cancel) is { } size && size.UsedBytes > most)
        {
            if (size.Revisions <= 1)
            {
                if (!_isTooLargeTold)
                    TooLarge(size.UsedBytes, most);
                _isTooLargeTold = true;
                return;
            }
            var excess = (double)(size.UsedBytes - most) / size.UsedBytes;
            var count = Math.Clamp((long)(size.Revisions * excess / PartsOfExcess), 1, MostAtOnce);
            if (await store.FindFloorAfterAsync(count, cancel) is { } floor)
                await store.RaiseFloorAsync(floor, cancel);
            await SweepAsync(rest, cancel);
        }
        _isTooLargeTold = false;
    }

    private async Task SweepAsync(TimeSpan rest, CancellationToken cancel)
    {
        for (RetentionStep? step = RetentionStep.First; step is not null; step = await store.ForgetAsync(step, _pace, cancel))
            await RestAsync(rest, cancel);
    }

    private async Task RestAsync(TimeSpan rest, CancellationToken cancel)
    {
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, clock, cancel);
        else
            await Task.Yield();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The history cannot be cut back; NetApi tries again every few minutes.")]
    private partial void NotRemoved(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database holds {UsedBytes} bytes, more than the {MaxBytes} that NetApi__HistoryMaxMegabytes allows, with nothing left of the history but the last revision and what pinned snapshots keep. Delete some, or allow more.")]
    private partial void TooLarge(long usedBytes, long maxBytes);
}
