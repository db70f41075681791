using System.Collections.Immutable;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Tells what led to a revision, by what was taken for it.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="calls">Calls that the engine's events may come from.</param>
internal sealed class RevisionCauses(CallJournal calls)
{
    private static readonly Cause Start = new(CauseKind.Start);
    private static readonly Cause Kernel = new(CauseKind.Kernel);

    private bool _hasStarted;

    /// <summary>What led to what was taken: of the engine its events, of the kernel that it shows something else.</summary>
    public ImmutableArray<Cause> Of(EngineReading engine, KernelReading kernel)
    {
        var causes = ImmutableArray.CreateBuilder<Cause>();
        if (!_hasStarted)
            causes.Add(Start);
        _hasStarted = true;
        causes.AddRange(engine.Causes.Select(c => new Cause(CauseKind.Engine, c.Action, c.ActorType, c.ActorId)));
        if (kernel.IsNew)
            causes.Add(Kernel);
        return causes.DrainToImmutable();
    }

    /// <summary>The same with the calls that it comes from, first.</summary>
    public ImmutableArray<Cause> WithCalls(ImmutableArray<Cause> causes, ImmutableArray<Change> changes, HostState state) => [.. calls.CausesOf(causes, changes, state), .. causes];
}
