using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Diffs;

/// <summary>Two states, what changed between them, and what of it is shown.</summary>
/// <param name="From">The earlier state.</param>
/// <param name="FromId">What the caller calls it.</param>
/// <param name="To">The later state.</param>
/// <param name="ToId">What the caller calls it.</param>
/// <param name="Filter">What is shown.</param>
internal sealed record StateDiff(HostState From, string FromId, HostState To, string ToId, DiffFilter Filter)
{
    /// <summary>All changes, in the order of a diff.</summary>
    public ImmutableArray<Change> All { get; } = HostDiff.Compare(From, To);

    /// <summary>Whether both states could read everything.</summary>
    public bool IsComplete => From.IsComplete && To.IsComplete;

    /// <summary>The changes that are shown, by group, and in the order of a diff within each.</summary>
    public IEnumerable<(Change Change, Consequence Consequence)> Shown()
    {
        var consequences = new Consequences(From, To);
        return All.Where(c => Filter.Passes(c.Entity, c.Before, c.After)).Select(c => (Change: c, Consequence: consequences.Of(c))).OrderBy(c => c.Consequence.Group);
    }
}
