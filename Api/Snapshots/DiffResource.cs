using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Snapshots;

/// <summary>What is different between two states.</summary>
/// <param name="From">The earlier state.</param>
/// <param name="To">The later state.</param>
/// <param name="Complete">Whether both states could read everything. Where false, what one could not read is neither told as added nor as removed.</param>
/// <param name="Changes">The changes: published ports and containers first, then networks, links, addresses, routes.</param>
public sealed record DiffResource(DiffSide From, DiffSide To, bool Complete, IReadOnlyList<Change> Changes)
{
    /// <summary>Compares two states.</summary>
    public static DiffResource Of(string fromId, HostState from, string toId, HostState to) => new(
        DiffSide.Of(fromId, from),
        DiffSide.Of(toId, to),
        from.IsComplete && to.IsComplete,
        HostDiff.Compare(from, to));
}

/// <summary>One of the states that were compared.</summary>
/// <param name="Id">Id of the snapshot, or <c>live</c>.</param>
/// <param name="ObservedAt">The instant it shows, UTC.</param>
/// <param name="Gaps">What it could not read.</param>
public sealed record DiffSide(string Id, DateTimeOffset ObservedAt, IReadOnlyList<Gap> Gaps)
{
    internal static DiffSide Of(string id, HostState state) => new(id, state.ObservedAt, state.Gaps);
}
