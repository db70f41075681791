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
    private RetentionTrouble? _trouble;

    /// <summary>Why the history is not as small as it is to be; null where it is.</summary>
    public RetentionTrouble? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Removes all that is to be removed now. What is in the way is told in <see cref="Trouble"/>.</summary>
    public async Task RunAsync(TimeSpan rest, CancellationToken cancel)
    {
        try
        {
            var excess = await CutBackAsync(rest, cancel);
            if (excess is not null && _trouble?.Code != RetentionTrouble.TooLarge)
                TooLarge(excess);
            Tell(RetentionTrouble.TooLarge, excess);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (_trouble?.Code != RetentionTrouble.Failed)
                NotRemoved(e);
            Tell(RetentionTrouble.Failed, (e as StoreUnavailableException ?? StoreUnavailableException.OfHistory(e)).Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            await RunAsync(Rest, stoppingToken);
        }
    }

    private void Tell(string code, string? detail) =>
        Volatile.Write(ref _trouble, detail is null ? null : new RetentionTrouble(code, _trouble is { } known && known.Code == code ? known.Since : clock.GetUtcNow(), detail));

    // What is too much though all that may go is gone, in words; else null.
    private async Task<string?> CutBackAsync(TimeSpan rest, CancellationToken cancel)
    {
        if (limits.MaxAge is { } age && await store.FindFloorAsync(clock.GetUtcNow() - age, cancel) is { } floor)
            await store.RaiseFloorAsync(floor, cancel);
        // Also what lost its last snapshot since.
        await SweepAsync(rest, cancel);
        var excess = limits.MaxBytes is { } most ? await ShrinkAsync(most, rest, cancel) : null;
        while (await store.GiveBackAsync(_pace, cancel))
            await RestAsync(rest, cancel);
        await store.TruncateLogAsync(cancel);
        past.Clear();
        store.ForgetContents();
        return excess;
    }

    private async Task<string?> ShrinkAsync(long most, TimeSpan rest, CancellationToken cancel)
    {
        while (await store.ReadSpaceAsync(cancel) is { } size && size.UsedBytes > most)
        {
            if (size.Revisions <= 1)
                return $"The history holds {size.UsedBytes >> 20} MB, more than the {most >> 20} MB that NetApi__HistoryMaxMegabytes allows, with nothing left but the last revision and what pinned snapshots keep. Delete or release some of those (GET /api/v1/snapshots lists them), or allow more.";
            var excess = (double)(size.UsedBytes - most) / size.UsedBytes;
            var count = Math.Clamp((long)(size.Revisions * excess / PartsOfExcess), 1, MostAtOnce);
            if (await store.FindFloorAfterAsync(count, cancel) is { } floor)
                await store.RaiseFloorAsync(floor, cancel);
            await SweepAsync(rest, cancel);
        }
        return null;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Detail}")]
    private partial void TooLarge(string detail);
}
