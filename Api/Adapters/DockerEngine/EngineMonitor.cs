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

    // What was known last, kept while the engine is away, so that what is unchanged afterwards is the same object.
    private EngineObservation _known = Nothing;
    private ImmutableList<Interruption> _interruptions = [];
    private EngineObservation _current = Nothing with { Gaps = [EngineGaps.NotRead] };

    /// <summary>The last times in which the engine was out of sight, the newest last.</summary>
    public IReadOnlyList<Interruption> Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>What is known of the engine. Before the first reading, and while the engine cannot be read: nothing but a gap of scope <c>engine</c>.</summary>
    public EngineObservation Current => Volatile.Read(ref _current);

    /// <summary>
    /// <see cref="Current"/> was swapped for one with another content. Raised one at a time, in order, on the thread that reads:
    /// handlers must be quick. The cause is the last event that led to it; null where it was read for another reason.
    /// </summary>
    public event Action<EngineObservation, EngineCause?>? Changed;

    private void TakeOver(Func<EngineObservation, EngineObservation> merge, EngineCause? cause)
    {
        lock (_gate)
            Show(_known = merge(_known), cause);
    }

    private void ShowGap(EngineException fault)
    {
        var gap = EngineGaps.Of(fault);
        lock (_gate)
        {
            if (_known.Settings is { LiveRestore: true })
                gap = gap with { Detail = $"{gap.Detail} Its containers keep running meanwhile (live-restore)." };
            if (!_current.Gaps.Contains(gap))
                Show(Nothing with { Gaps = [gap] }, null);
        }
    }

    private void ShowSilence(TimeSpan time)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_current, _known))
                ShowGap(EngineFaults.Hung(engine.Options, EngineEvents.Operation, time, null));
        }
    }

    private void Show(EngineObservation observation, EngineCause? cause)
    {
        if (ReferenceEquals(observation, _current))
            return;
        Volatile.Write(ref _current, observation);
        Changed?.Invoke(observation, cause);
    }
}
