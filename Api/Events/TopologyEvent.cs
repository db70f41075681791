using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.Events;

/// <summary>Data of the events <c>added</c>, <c>removed</c> and <c>changed</c>: an entry of the diff of two successive revisions.</summary>
/// <param name="Revision">Number of the later one.</param>
/// <param name="ObservedAt">When the difference was seen, UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Entity">To what kind of thing.</param>
/// <param name="Key">To which one.</param>
/// <param name="Before">The thing as it was; null where it was added.</param>
/// <param name="After">The thing as it is; null where it was removed.</param>
/// <param name="Summary">The change as a sentence.</param>
internal sealed record ChangeEvent(long Revision, DateTimeOffset ObservedAt, ChangeKind Kind, ChangeEntity Entity, string Key, object? Before, object? After, string Summary)
{
    public static ChangeEvent Of(Revision revision, Change change) =>
        new(revision.Number, revision.At, change.Kind, change.Entity, change.Key, change.Before, change.After, change.Summary);
}

/// <summary>Data of <c>hello</c>, the first event: where the host is.</summary>
/// <param name="Revision">Number of the current revision.</param>
/// <param name="ContentHash">Hash of its content, the ETag of what is drawn from it.</param>
/// <param name="ObservedAt">When it came about, UTC.</param>
/// <param name="Resumed">Whether what happened since <c>Last-Event-ID</c> follows.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
internal sealed record HelloEvent(long Revision, string ContentHash, DateTimeOffset ObservedAt, bool Resumed, bool Complete, IReadOnlyList<Gap> Gaps);

/// <summary>Data of <c>resync</c>: changes were missed, so the topology has to be read again; what follows begins after this revision.</summary>
/// <param name="Revision">Number of the current revision.</param>
/// <param name="ContentHash">Hash of its content.</param>
/// <param name="ObservedAt">When it came about, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Why, in a sentence, and what to do.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
internal sealed record ResyncEvent(long Revision, string ContentHash, DateTimeOffset ObservedAt, ResyncReason Reason, string Detail, bool Complete, IReadOnlyList<Gap> Gaps);

/// <summary>Why a reader has to read the topology again.</summary>
internal enum ResyncReason
{
    /// <summary>NetApi does not know the id it came back with: another run of NetApi gave it out, or nobody.</summary>
    UnknownEvent,

    /// <summary>So much happened since the event it came back with that not all of it is remembered.</summary>
    TooOld,

    /// <summary>It reads slower than things happen.</summary>
    TooSlow,
}
