using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History;

/// <summary>How much history there is, and whether it can be kept.</summary>
/// <param name="Healthy">Whether revisions can be kept, and the database be read, as far as is known now.</param>
/// <param name="DegradedSince">Since when revisions cannot be kept, UTC; null while none failed to be, though the database may not be readable now. Live answers go on meanwhile.</param>
/// <param name="LastError">Why they cannot be kept, or why the database cannot be read now, else why they could not be kept the last time in this run of NetApi, and what to do; null where there was no failure.</param>
/// <param name="LastErrorAt">When that failure began, UTC; null where the database cannot be read now, as nobody knows since when.</param>
/// <param name="Pending">Revisions that wait to be kept.</param>
/// <param name="Oldest">The oldest revision; null where none is kept, or the database cannot be read.</param>
/// <param name="Newest">The newest revision; null likewise.</param>
/// <param name="Size">How much is kept; null where the database cannot be read.</param>
/// <param name="Retention">Why the history is older or larger than it is to be, since when, and what to do; null where it is not.</param>
/// <param name="Interruptions">The last times in which not everything was seen, the newest last; at most a hundred.</param>
public sealed record HistoryStatus(
    bool Healthy,
    DateTimeOffset? DegradedSince,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    int Pending,
    RevisionRef? Oldest,
    RevisionRef? Newest,
    HistorySize? Size,
    RetentionTrouble? Retention,
    IReadOnlyList<Interruption> Interruptions);

/// <summary>Why the history is not as small as it is to be.</summary>
/// <param name="Code"><c>failed</c> where something could not be removed, which NetApi tries again every few minutes; <c>too-large</c> where all that may go is gone.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Detail">What is in the way, and what to do.</param>
public sealed record RetentionTrouble(string Code, DateTimeOffset Since, string Detail)
{
    internal const string Failed = "failed";
    internal const string TooLarge = "too-large";
}

/// <summary>A revision in a word.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="At">When it came about, UTC.</param>
/// <param name="ContentHash">Hash of its content.</param>
public sealed record RevisionRef(long Revision, DateTimeOffset At, string ContentHash)
{
    internal static RevisionRef? Of(KeptRevision? kept) => kept is null ? null : new(kept.Number, kept.At, kept.Hash);
}
