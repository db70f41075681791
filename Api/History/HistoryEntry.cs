using System.Text.Json.Serialization;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.History;

/// <summary>What an entry of the timeline tells of.</summary>
public enum HistoryEntryKind
{
    /// <summary>Something was there from then on.</summary>
    Added,

    /// <summary>Something was there no longer.</summary>
    Removed,

    /// <summary>Something changed.</summary>
    Changed,

    /// <summary>For some time not everything could be seen.</summary>
    Interruption,
}

/// <summary>An entry of the timeline: a change, or a time in which not everything was seen.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="At">When the change was seen, or the interruption ended, UTC. Of an interruption that lasts: when it began.</param>
/// <param name="NotBefore">Since when not everything was seen, UTC, where the change may be older than <c>at</c>; of an interruption when it began. Else null.</param>
/// <param name="Revision">The revision that the change is the diff of; null of an interruption.</param>
/// <param name="Entity">To what kind of thing it happened; null of an interruption.</param>
/// <param name="Key">To which one, as diffs and events have it; of an interruption what was not seen (<c>kernel</c>, <c>engine</c>, <c>netapi</c>, <c>history</c>).</param>
/// <param name="Summary">As a sentence.</param>
/// <param name="Causes">What led to the revision, as far as it is known: calls of NetApi's own (key and request id), events of the engine, the kernel. None of an interruption.</param>
public sealed record HistoryEntry(
    HistoryEntryKind Kind,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NotBefore,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Revision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChangeEntity? Entity,
    string Key,
    string Summary,
    IReadOnlyList<Cause> Causes)
{
    internal static HistoryEntry Of(KeptChange change) => new(
        change.Kind switch
        {
            ChangeKind.Added => HistoryEntryKind.Added,
            ChangeKind.Removed => HistoryEntryKind.Removed,
            _ => HistoryEntryKind.Changed,
        },
        change.Revision.At,
        change.Revision.NotBefore,
        change.Revision.Number,
        change.Entity,
        change.Key,
        change.Summary,
        change.Revision.Causes);

    internal static HistoryEntry Of(Interruption interruption) => new(
        HistoryEntryKind.Interruption,
        interruption.Until ?? interruption.Since,
        interruption.Since,
        null,
        null,
        interruption.Scope,
        $"{interruption.Detail}{(interruption.Until is null ? " It is not over." : "")}",
        []);
}
