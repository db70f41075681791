using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History;

namespace NetApi.Diffs;

/// <summary>Two states, what changed between them, and what of it is shown.</summary>
/// <remarks>That a moment lies where not everything was seen is told beside the changes, and is none of them.</remarks>
/// <param name="From">The earlier state.</param>
/// <param name="FromId">What the caller calls it.</param>
/// <param name="To">The later state.</param>
/// <param name="ToId">What the caller calls it.</param>
/// <param name="Filter">What is shown.</param>
internal sealed record StateDiff(HostState From, string FromId, HostState To, string ToId, DiffFilter Filter)
{
    /// <summary>The earlier state, with the gaps that hide something.</summary>
    public HostState From { get; } = WithoutHistoryGaps(From);

    /// <summary>The later state, with the gaps that hide something.</summary>
    public HostState To { get; } = WithoutHistoryGaps(To);

    /// <summary>All gaps of the earlier one.</summary>
    public ImmutableArray<Gap> FromGaps { get; } = From.Gaps;

    /// <summary>All gaps of the later one.</summary>
    public ImmutableArray<Gap> ToGaps { get; } = To.Gaps;

    /// <summary>All changes, in the order of a diff.</summary>
    public ImmutableArray<Change> All { get; } = HostDiff.Compare(WithoutHistoryGaps(From), WithoutHistoryGaps(To), onAllCores: true);

    /// <summary>Whether all of both moments is known.</summary>
    public bool IsComplete => FromGaps.IsEmpty && ToGaps.IsEmpty;

    /// <summary>The changes that are shown, by group, and in the order of a diff within each.</summary>
    public IEnumerable<(Change Change, Consequence Consequence)> Shown()
    {
        var consequences = new Consequences(From, To);
        return All.Where(c => Filter.Passes(c.Entity, c.Before, c.After)).Select(c => (Change: c, Consequence: consequences.Of(c))).OrderBy(c => c.Consequence.Group);
    }

    private static HostState WithoutHistoryGaps(HostState state) =>
        state.Gaps.Any(g => g.Scope == Moments.HistoryScope) ? state with { Gaps = state.Gaps.RemoveAll(g => g.Scope == Moments.HistoryScope) } : state;
}
