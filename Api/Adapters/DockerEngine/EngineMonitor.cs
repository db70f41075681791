using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Follows the engine by its events, and always has its current state at hand. Thread-safe.</summary>
/// <remarks>
/// It subscribes to the events, reads everything, and from then on reads only what an event names. An engine that nothing
/// happens to is not asked for anything, but for what it refused to show or was too busy to. When the stream breaks it subscribes and reads everything again; while that is not
/// possible, the state is a gap: what the engine knows is unknown then.
/// </remarks>
/// <param name="engine">The engine.</param>
/// <param name="observer">What reads it.</param>
/// <param name="clock">The clock, which must be the engine's own: it runs on the same host.</param>
/// <param name="log">Where interruptions are told.</param>
public sealed partial class EngineMonitor(EngineClient engine, EngineObserver observer, TimeProvider clock, ILogger<EngineMonitor> log)
{
    private static readonly EngineObservation Nothing = new([], [], []);

    private const int MostInterruptions = 32;

    private readonly Lock _gate = new();
    private readonly SeenEvents _seen = new();
    private readonly EngineRefreshes _refreshes = new();

    // What was known last, kept while the engine is away, so that what is unchanged afterwards is the same object.
    private EngineObservation _known = Nothing;
    private ImmutableList<Interruption> _interruptions = [];
    private DateTimeOffset? _caughtUp;
    private EngineReading _reading = new(Nothing with { Gaps = [EngineGaps.NotRead] }, [], null);

    /// <summary>The last times in which the engine was out of sight, the newest last. One ends in the same step in which <see cref="Current"/> shows what was read after it.</summary>
    public IReadOnlyList<Interruption> Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>What is known of the engine. Before the first reading, and while the engine cannot be read: nothing but a gap of scope <c>engine</c>.</summary>
    public EngineObservation Current => Volatile.Read(ref _reading).Observation;

    /// <summary><see cref="Current"/> was swapped for one with another content. A mere signal, raised by any thread, by several at once too; handlers must be quick.</summary>
    public event Action? Changed;

    /// <summary>Takes what is known, and with it what led to it since it was taken before. For one taker: nobody else is given the same causes.</summary>
    public EngineReading Take()
    {
        lock (_gate)
        {
            var taken = _reading;
            Volatile.Write(ref _reading, taken with { Causes = [], NotBefore = null });
            return taken;
        }
    }

    private void TakeOver(Func<EngineObservation, EngineObservation> merge, ImmutableArray<EngineCause> causes) => Show(() => Swap(_known = merge(_known), causes));

    private void TakeOverAll(EngineObservation read, ImmutableArray<EngineCause> causes, DateTimeOffset began)
    {
        Interruption? over = null;
        Show(() =>
        {
            _caughtUp = began;
            over = EndInterruption();
            return Swap(_known = _known.With(read), causes, over?.Since);
        });
        if (over is { Until: { } until })
            LogInterruption(over.Since, until);
    }

    private void ShowSilence(TimeSpan time) =>
        Show(() => ReferenceEquals(_reading.Observation, _known) && SwapForGap(EngineFaults.Hung(engine.Options, EngineEvents.Operation, time, null)));

    private void Show(Func<bool> swap)
    {
        bool isAnother;
        lock (_gate)
            isAnother = swap();
        // Not within the lock: whoever is told may want to take.
        if (isAnother)
            Changed?.Invoke();
    }

    // What follows is done within the lock.
    private bool SwapForGap(EngineException fault)
    {
        var gap = EngineGaps.Of(fault);
        if (_known.Settings is { LiveRestore: true })
            gap = gap with { Detail = $"{gap.Detail} Its containers keep running meanwhile (live-restore)." };
        return !_reading.Observation.Gaps.Contains(gap) && Swap(Nothing with { Gaps = [gap] }, []);
    }

    private bool Swap(EngineObservation observation, ImmutableArray<EngineCause> causes, DateTimeOffset? notBefore = null)
    {
        // Where nothing changed, events changed nothing, and nothing can be older than it seems.
        if (ReferenceEquals(observation, _reading.Observation))
            return false;
        var all = EngineCauses.Newest(_reading.Causes.Concat(causes), EngineCauses.MostOfAll);
        Volatile.Write(ref _reading, new EngineReading(observation, all, ((DateTimeOffset?[])[_reading.NotBefore, notBefore]).Min()));
        return true;
    }

    private void BeginInterruption(EngineException fault)
    {
        if (IsInterrupted)
            return;
        var all = _interruptions.Add(new Interruption("engine", EngineGaps.CodeOf(fault), KnownUntil(fault), null, fault.Message));
        Volatile.Write(ref _interruptions, all.Count > MostInterruptions ? all.RemoveAt(0) : all);
    }

    // An engine that breaks off is missed at once. One that hangs may have done so for long: what is sure is the last time that it was caught up with, and its events
    // since, as far as they were read.
    private DateTimeOffset KnownUntil(EngineException fault)
    {
        var now = clock.GetUtcNow();
        if (fault is not EngineUnavailableException { Reason: EngineUnavailableReason.Hung })
            return now;
        DateTimeOffset?[] known = [_caughtUp, (_refreshes.OldestCause ?? _seen.Newest) - SeenEvents.Disorder];
        return known.Where(time => time < now).Max() ?? now;
    }

    private Interruption? EndInterruption()
    {
        if (!IsInterrupted)
            return null;
        var over = _interruptions[^1] with { Until = clock.GetUtcNow() };
        Volatile.Write(ref _interruptions, _interruptions.SetItem(_interruptions.Count - 1, over));
        return over;
    }
}
