using System.Collections.Concurrent;
using System.Collections.Immutable;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Gathers what leads to the next revision.</summary>
/// <param name="calls">Calls that the engine's events may come from.</param>
internal sealed class RevisionCauses(CallJournal calls)
{
    private static readonly Cause Start = new(CauseKind.Start);
    private static readonly Cause Kernel = new(CauseKind.Kernel);

    private readonly ConcurrentQueue<Cause> _causes = new([Start]);

    /// <summary>The engine was read again, after an event where it names one.</summary>
    public void Add(EngineCause? cause)
    {
        if (cause is not null)
            _causes.Enqueue(new Cause(CauseKind.Engine, cause.Action, cause.ActorType, cause.ActorId));
    }

    /// <summary>The kernel was read again.</summary>
    public void AddKernel() => _causes.Enqueue(Kernel);

    /// <summary>Takes what was gathered. To be called before the observations are looked at: what comes later may lead to the next.</summary>
    public ImmutableArray<Cause> Take()
    {
        var taken = new HashSet<Cause>();
        while (_causes.TryDequeue(out var cause))
            taken.Add(cause);
        return [.. taken];
    }

    /// <summary>What was taken, and the calls that it comes from, first.</summary>
    public ImmutableArray<Cause> Of(ImmutableArray<Cause> taken, ImmutableArray<Change> changes, HostState state) => [.. calls.CausesOf(taken, changes, state), .. taken];
}
