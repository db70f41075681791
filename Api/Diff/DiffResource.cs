using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Diffs;

/// <summary>What is different between two states.</summary>
/// <param name="From">The earlier state.</param>
/// <param name="To">The later state.</param>
/// <param name="Complete">Whether all of both moments is known. Where false, the gaps of both say what is not; what one state could not read is neither told as added nor as removed.</param>
/// <param name="Changes">The changes, by group: what became reachable or unreachable first, then those of containers, networks, the kernel, and gaps. Within a group: published ports and containers first, then networks, links, addresses, routes.</param>
public sealed record DiffResource(DiffSide From, DiffSide To, bool Complete, IReadOnlyList<DiffChange> Changes)
{
    internal static DiffResource Of(StateDiff diff) => new(
        DiffSide.Of(diff.FromId, diff.From, diff.FromGaps),
        DiffSide.Of(diff.ToId, diff.To, diff.ToGaps),
        diff.IsComplete,
        [.. diff.Shown().Select(c => DiffChange.Of(c.Change, c.Consequence))]);
}

/// <summary>One of the states that were compared.</summary>
/// <param name="Id">The moment, as it was asked for.</param>
/// <param name="Revision">Number of the revision that was the host's at that moment; null where a snapshot shows another host, or one from before there were revisions.</param>
/// <param name="ObservedAt">The instant it shows, UTC.</param>
/// <param name="Gaps">What it could not read; and of the scope <c>history</c>, why the moment may have been another than what is shown.</param>
public sealed record DiffSide(string Id, long? Revision, DateTimeOffset ObservedAt, IReadOnlyList<Gap> Gaps)
{
    internal static DiffSide Of(string id, HostState state, IReadOnlyList<Gap> gaps) => new(id, state.Revision > 0 ? state.Revision : null, state.ObservedAt, gaps);
}

/// <summary>One difference of two states, with what it brings about.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Consequence">What became reachable or unreachable, as a sentence without a capital and a full stop; null in other groups than <c>reachability</c>.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Entity">To what kind of thing.</param>
/// <param name="Key">To which one; unique among the changes of an entity, the same in every diff that meets it.</param>
/// <param name="Before">The thing in the earlier state; null where it was added.</param>
/// <param name="After">The thing in the later state; null where it was removed.</param>
/// <param name="Summary">The change as a sentence, without a capital and a full stop.</param>
public sealed record DiffChange(ChangeGroup Group, string? Consequence, ChangeKind Kind, ChangeEntity Entity, string Key, object? Before, object? After, string Summary)
{
    internal static DiffChange Of(Change change, Consequence consequence) =>
        new(consequence.Group, consequence.Sentence, change.Kind, change.Entity, change.Key, change.Before, change.After, change.Summary);
}
