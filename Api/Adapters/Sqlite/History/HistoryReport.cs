using System.Collections.Immutable;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>What NetApi's own check of the database found.</summary>
/// <param name="CheckedAt">When the check began, UTC; it sees what was kept by then.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="IsSound">Whether nothing is wrong.</param>
/// <param name="FaultCount">How much is wrong; <paramref name="Faults"/> has the first hundred.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="Counts">How much was looked at.</param>
public sealed record HistoryReport(DateTimeOffset CheckedAt, long DurationMs, bool IsSound, long FaultCount, ImmutableArray<HistoryFault> Faults, HistoryCounts Counts);

/// <summary>One thing that is wrong in the database.</summary>
/// <param name="Code">What kind of fault, a word of <c>docs/history.md</c>.</param>
/// <param name="Detail">What is wrong, and where.</param>
public sealed record HistoryFault(string Code, string Detail);

/// <summary>How much a check of the database looked at.</summary>
/// <param name="Revisions">Revisions of all hosts.</param>
/// <param name="Versions">Versions of things: from which revision to which each was there.</param>
/// <param name="Contents">Things, each once.</param>
/// <param name="Changes">Changes, as the timeline tells them.</param>
/// <param name="Snapshots">Snapshots.</param>
/// <param name="States">Whole states of snapshots that are no revision.</param>
public sealed record HistoryCounts(long Revisions, long Versions, long Contents, long Changes, long Snapshots, long States);
