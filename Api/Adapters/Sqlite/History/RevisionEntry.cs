using NetApi.Domain.Diff;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>A revision to be kept, with what it changes.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When the difference was seen, UTC.</param>
/// <param name="NotBefore">Since when the host was not watched in full, where the difference may be older than <paramref name="At"/>; else null.</param>
/// <param name="Hash">Hash of its content.</param>
/// <param name="Causes">What led to it, as JSON; null where that is not known.</param>
/// <param name="Began">What it is the first to show.</param>
/// <param name="Ended">What the revision before was the last to show.</param>
/// <param name="Changes">Its diff to the revision before.</param>
public sealed record RevisionEntry(
    long Number, DateTimeOffset At, DateTimeOffset? NotBefore, string Hash, string? Causes, IReadOnlyList<HeldVersion> Began, IReadOnlyList<HeldVersion> Ended, IReadOnlyList<Change> Changes);

/// <summary>Where the history of a host ends.</summary>
/// <param name="Revision">Number of the last revision; 0 where there is none.</param>
/// <param name="Hash">Hash of its content; empty where there is none.</param>
/// <param name="LastVersion">Id of the last version of any host; 0 where there is none.</param>
/// <param name="SeenAt">Until when the last run of NetApi watched the host, UTC, to the minute; null where there was none.</param>
/// <param name="EndedInOrder">Whether that run said so itself.</param>
/// <param name="Reserved">Up to which number that run may have told revisions, kept or not.</param>
public sealed record HistoryEnd(long Revision, string Hash, long LastVersion, DateTimeOffset? SeenAt, bool EndedInOrder, long Reserved)
{
    // The R-tree of versions has so many bits.
    private const long MaxNumber = int.MaxValue;

    // A part of the numbers that are left, not a fixed count of them: after a hundred thousand kills there still are millions.
    private const long Parts = 1 << 14;

    /// <summary>Number of the next revision.</summary>
    public long Next => Math.Max(Revision, Reserved) + 1;

    /// <summary>Up to which number a run that has told <paramref name="told"/> may tell more before it notes that again: 131,071 on, at the beginning.</summary>
    internal static long ReservedAfter(long told) => told + (MaxNumber - told) / Parts;
}

/// <summary>What a run of NetApi notes of itself.</summary>
/// <param name="Run">Its id.</param>
/// <param name="SeenAt">Until when it watched the host, UTC.</param>
/// <param name="Reserved">Up to which number it may tell revisions.</param>
public sealed record RunNote(long Run, DateTimeOffset SeenAt, long Reserved);
