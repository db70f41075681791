namespace NetApi.History;

/// <summary>Whether the history can be kept.</summary>
/// <param name="FailedSince">Since when it cannot, UTC; null while it can.</param>
/// <param name="LastError">Why it cannot, or could not the last time, and what to do; null where there was no failure.</param>
/// <param name="LastErrorAt">When that failure began, UTC.</param>
/// <param name="Pending">Revisions that wait to be kept.</param>
public sealed record HistoryHealth(DateTimeOffset? FailedSince, string? LastError, DateTimeOffset? LastErrorAt, int Pending);
