using System.Threading.Channels;

namespace NetApi.Adapters.DockerEngine;

public sealed partial class EngineMonitor
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // How long what was known is still shown after the stream broke, when the engine takes the next subscription and is silent.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _hurry = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource _attempted = NewAttempt();
    private EngineWatch? _watch;
    private DateTimeOffset? _firstLook;
    private bool _isUnreadable;
    private volatile bool _isAttempting;

    private bool IsInterrupted => _interruptions is [.., { Until: null }];

    /// <summary>Follows the engine until it is cancelled. Whatever goes wrong becomes a gap, and is tried again. Called once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        try
        {
            while (true)
                pause = await FollowOnceAsync(pause, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // That is how it ends: what was under way is broken off.
        }
        finally
        {
            // Nobody reads any more: who still waits for a reading must not do so for ever.
            Volatile.Write(ref _watch, null);
            Volatile.Read(ref _attempted).TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Ends once everything the engine did before the call is in <see cref="Current"/>, or the engine could not be read after the call and a gap says so.</summary>
    /// <remarks>
    /// It costs four calls: the engine names the last event it has logged, and that one is waited for; then the lists of
    /// containers and networks and the settings are read, for what no event tells of. Bounded by <see cref="EngineOptions.ReadTimeout"/> for each call while <see cref="RunAsync"/> runs;
    /// before that it waits.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The caller gave up, or <see cref="RunAsync"/> has ended.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        // An attempt that is under way began before the call, and says nothing of what was done since.
        for (var stale = _isAttempting ? 1 : 0; ; stale--)
        {
            var attempted = Volatile.Read(ref _attempted);
            if (Volatile.Read(ref _watch) is { } watch && await CatchUpAsync(watch, cancellationToken))
                return;
            _hurry.Writer.TryWrite(true);
            await attempted.Task.WaitAsync(cancellationToken);
            if (Volatile.Read(ref _watch) is null && stale <= 0)
                return;
        }
    }

    /// <summary>
    /// Reads the lists and the settings soon, for whoever sees on the host what no event told: an engine that joins a swarm
    /// makes <c>docker_gwbridge</c> without a word. Does nothing while the engine is away.
    /// </summary>
    public void LookAgain() => Volatile.Read(ref _watch)?.LookAgain();

    private async Task<bool> CatchUpAsync(EngineWatch watch, CancellationToken cancellationToken)
    {
        // What the engine refused to show, it may show now, and no event will say so.
        foreach (var gap in Current.Gaps)
        {
            if (EngineGaps.SubjectOf(gap) is { } subject)
                watch.Mark(subject);
        }
        var now = clock.GetUtcNow();
        if (!await watch.CatchUpAsync(now, cancellationToken))
            return false;
        lock (_gate)
            _caughtUp = now;
        return true;
    }

    /// <summary>Follows the engine until it fails.</summary>
    /// <returns>How long to wait before the next time.</returns>
    private async Task<TimeSpan> FollowOnceAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await PauseAsync(pause, cancellationToken);
        _isAttempting = true;
        var began = clock.GetUtcNow();
        _firstLook ??= began;
        try
        {
            // What could not be read once would be repeated from the newest event on, and could not be read again.
            await FollowAsync(_seen.Newest is { } newest && !_isUnreadable ? newest - SeenEvents.Disorder : began, cancellationToken);
            return TimeSpan.Zero;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var fault = FaultOf(e);
            _isUnreadable = fault is EngineUnavailableException { Reason: EngineUnavailableReason.Unreadable };
            var hasLasted = Volatile.Read(ref _watch) is not null && clock.GetUtcNow() - began > LongestPause;
            // A proxy before the engine may cut a quiet stream. That is mended at once; what fails then is shown.
            var mayMend = hasLasted && fault is EngineUnavailableException { Reason: EngineUnavailableReason.Down };
            Lose(fault, mayMend);
            return mayMend ? TimeSpan.Zero : After(hasLasted ? TimeSpan.Zero : pause);
        }
    }

    private async Task FollowAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var watch = new EngineWatch(engine, observer, _seen, _refreshes, () => Current, since, clock);
        engine.Renegotiate();
        var subscribing = watch.SubscribeAsync(cancellationToken);
        if (await Task.WhenAny(subscribing, Task.Delay(Grace, cancellationToken)) != subscribing)
            ShowSilence(Grace);
        await subscribing;
        var began = clock.GetUtcNow();
        var (read, causes) = await watch.ReadAsync(cancellationToken);
        // The engine may repeat what was before the first look, too: that led to nothing which was found since.
        TakeOverAll(read, [.. causes.Where(c => c.Time >= _firstLook)], began);
        LogFollowing(engine.Options.Endpoint, read.Containers.Length, read.Networks.Length);
        Volatile.Write(ref _watch, watch);
        EndAttempt();
        await watch.FollowAsync(TakeOver, cancellationToken);
    }

    // Frozen as if it were complete, what is known would be a lie: what nobody foresaw is a gap too.
    private EngineException FaultOf(Exception failure)
    {
        if (failure is EngineException known)
            return known;
        LogUnforeseen(failure);
        return EngineFaults.Unreadable(engine.Options, EngineEvents.Operation, failure);
    }

    private void Lose(EngineException fault, bool mayMend)
    {
        if (!IsInterrupted)
            LogLost(fault.Message);
        Volatile.Write(ref _watch, null);
        Show(() =>
        {
            BeginInterruption(fault);
            return !mayMend && SwapForGap(fault);
        });
        if (!mayMend)
            EndAttempt();
    }

    private void EndAttempt()
    {
        _isAttempting = false;
        Interlocked.Exchange(ref _attempted, NewAttempt()).SetResult();
    }

    /// <summary>Waits, unless somebody is in a hurry.</summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(pause);
        try
        {
            await _hurry.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody was.
        }
    }

    private static TimeSpan After(TimeSpan pause) =>
        pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));

    private static TaskCompletionSource NewAttempt() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
