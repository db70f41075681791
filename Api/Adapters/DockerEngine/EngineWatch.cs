using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Takes a reading over into what is known.</summary>
/// <param name="merge">From what is known to what is known then.</param>
/// <param name="causes">The events that led to the reading.</param>
internal delegate void TakeOver(Func<EngineObservation, EngineObservation> merge, ImmutableArray<EngineCause> causes);

/// <summary>One unbroken stretch of following an engine: subscribed first, then read whole, then kept up to date by its events.</summary>
internal sealed class EngineWatch : IAsyncDisposable
{
    // Starting a container is a handful of events within a millisecond or two; together they cost one inspection.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    private readonly EngineClient _engine;
    private readonly EngineObserver _observer;
    private readonly SeenEvents _seen;
    private readonly Func<EngineObservation> _known;
    private readonly DateTimeOffset _since;
    private readonly EngineRefreshes _refreshes;
    private readonly EngineRetries _retries;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _ended;
    private readonly TaskCompletionSource _failed = new();
    private EngineEvents? _events;
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares it; nothing is asked yet.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="observer">What reads it.</param>
    /// <param name="seen">Events that came in earlier stretches.</param>
    /// <param name="refreshes">What they named and no reading has shown yet.</param>
    /// <param name="known">What is known by now.</param>
    /// <param name="since">From when on the engine repeats its events.</param>
    /// <param name="clock">The clock.</param>
    public EngineWatch(EngineClient engine, EngineObserver observer, SeenEvents seen, EngineRefreshes refreshes, Func<EngineObservation> known, DateTimeOffset since, TimeProvider clock)
    {
        (_engine, _observer, _seen, _refreshes, _known, _since) = (engine, observer, seen, refreshes, known, since);
        _retries = new EngineRetries(clock, Mark);
        _ended = _ending.Token;
    }

    /// <summary>Subscribes to the events.</summary>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        _events = await EngineEvents.SubscribeAsync(_engine, _since, cancellationToken);
        _running = ListenAsync();
    }

    /// <summary>Reads everything. What the events name meanwhile is read again by <see cref="FollowAsync"/>.</summary>
    /// <returns>What was read, and the events that led to it: those that the engine repeats after a break too.</returns>
    /// <exception cref="EngineException">The engine is unavailable or refused.</exception>
    public async Task<(EngineObservation Read, ImmutableArray<EngineCause> Causes)> ReadAsync(CancellationToken cancellationToken)
    {
        _refreshes.BeginAll();
        var read = await _observer.ReadAsync(cancellationToken);
        foreach (var subject in read.Gaps.Select(EngineGaps.SubjectOf).OfType<EngineSubject>())
            _retries.Note(subject, isHidden: true);
        return (read, _refreshes.EndAll());
    }

    /// <summary>Follows the events until something fails or the caller has enough.</summary>
    /// <exception cref="EngineException">The stream broke, or the engine did not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller had enough.</exception>
    public async Task FollowAsync(TakeOver takeOver, CancellationToken cancellationToken)
    {
        Task[] parts = [_running, _failed.Task, .. Enumerable.Range(0, EngineObserver.InspectedAtOnce).Select(_ => WorkAsync(takeOver))];
        _running = Task.WhenAll(parts);
        await (await Task.WhenAny(parts).WaitAsync(cancellationToken));
    }

    /// <summary>Ends once everything that the engine did before the call has been taken over.</summary>
    /// <returns>Whether it has; false where this stretch ended before.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<bool> CatchUpAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended);
        try
        {
            var since = Later(_since, _seen.Newest - SeenEvents.Disorder);
            // The clock may have been set back.
            if (await EngineEvents.NewestAsync(_engine, since < now ? since : now, now, either.Token) is { } newest)
                await ReachAsync(newest, either.Token);
            await _refreshes.SettledAsync(either.Token);
            LookAgain();
            // The list of containers may name some to be inspected.
            await _refreshes.SettledAsync(either.Token);
            await _refreshes.SettledAsync(either.Token);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Where this stretch has ended, that is known already.
            _failed.TrySetException(failure);
            return false;
        }
    }

    /// <summary>Looks for what no event tells of: a stopped container that is attached to a network, a swarm that is joined.</summary>
    public void LookAgain()
    {
        Mark(EngineSubject.Containers);
        Mark(EngineSubject.Networks);
        Mark(EngineSubject.Settings);
    }

    /// <summary>Something is to be read although no event says so.</summary>
    public void Mark(EngineSubject subject) => _refreshes.Mark(subject, null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _failed.TrySetCanceled();
        _events?.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _retries.Dispose();
        _ending.Dispose();
    }

    // What happened before the subscription's own beginning is not repeated in it, and would be waited for in vain.
    private static DateTimeOffset Later(DateTimeOffset since, DateTimeOffset? seen) => seen > since ? seen.Value : since;

    // An event the engine has logged is with us a moment later. If it is not, the stream is dead though it is open.
    private async Task ReachAsync(EngineEvent newest, CancellationToken cancellationToken)
    {
        using var patience = new Patience(_engine.Options.ReadTimeout, cancellationToken);
        patience.Renew();
        try
        {
            await _seen.ReachAsync(newest, patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsExhausted)
        {
            throw EngineFaults.Hung(_engine.Options, EngineEvents.Operation, patience.Limit, late);
        }
    }

    private async Task ListenAsync()
    {
        await foreach (var seen in _events!.ReadAsync(_ended))
        {
            if (_seen.Knows(seen))
                continue;
            foreach (var subject in seen.Subjects())
                _refreshes.Mark(subject, seen.Cause);
            _seen.Add(seen);
        }
    }

    private async Task WorkAsync(TakeOver takeOver)
    {
        while (true)
        {
            var subject = await _refreshes.NextAsync(_ended);
            await Task.Delay(Gathering, _ended);
            _refreshes.Begin(subject);
            if (subject.Kind == EngineSubjectKind.Containers)
                await CompareAsync();
            else
                takeOver(await ReadAsync(subject), _refreshes.CausesOf(subject));
            _refreshes.End(subject);
        }
    }

    private async Task CompareAsync()
    {
        foreach (var id in await _observer.FindDifferingAsync(_known, _ended))
            Mark(EngineSubject.Container(id));
    }

    private async Task<Func<EngineObservation, EngineObservation>> ReadAsync(EngineSubject subject)
    {
        switch (subject.Kind)
        {
            case EngineSubjectKind.Container:
                var container = await _observer.InspectAsync(subject.Id, _ended);
                _retries.Note(subject, isHidden: container.Gap is not null);
                return known => known.With(container);
            case EngineSubjectKind.Networks:
                var networks = await _observer.ListNetworksAsync(_ended);
                return known => known.With(networks);
            default:
                var settings = await _observer.ReadSettingsAsync(_ended);
                _retries.Note(subject, isHidden: settings.Gap is not null);
                return known => known.With(settings);
        }
    }
}
