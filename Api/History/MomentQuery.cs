using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.History;

/// <summary>What every resource that is drawn from the state is asked with: of which moment.</summary>
/// <param name="At">An RFC 3339 time, how long ago (<c>-90s</c>, <c>-15m</c>, <c>-3h</c>, <c>-2d</c>, <c>-1w</c>), the number of a revision, the id of a snapshot, or <c>live</c>; the host as it is where it is omitted.</param>
/// <param name="Moments">Finds the state.</param>
/// <param name="Live">The host as it is.</param>
public sealed record MomentQuery(string? At, Moments Moments, LiveState Live)
{
    /// <summary>Whether the host is asked for as it is.</summary>
    internal bool IsLive => At is null or Moment.Live;

    /// <summary>The state.</summary>
    /// <exception cref="Hosting.Problems.InvalidRequestException"><see cref="At"/> is malformed.</exception>
    /// <exception cref="MomentNotFoundException">Nothing is kept of the moment.</exception>
    public ValueTask<HostState> ReadAsync(CancellationToken cancel) => At is null ? Live.ReadAsync(cancel) : new(Moments.ReadAsync(At, "at", cancel));

    /// <summary>The state, for an answer that is drawn from the engine. A moment at which the engine could not be read is shown with that gap.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    /// <exception cref="EngineGapException">The engine cannot be read now.</exception>
    public ValueTask<HostState> ReadWithEngineAsync(CancellationToken cancel) => At is null ? Live.ReadWithEngineAsync(cancel) : ReadAsync(cancel);
}
