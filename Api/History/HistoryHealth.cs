namespace NetApi.History;

/// <summary>Whether the history can be kept.</summary>
/// <param name="FailedSince">Since when it cannot, UTC; null while it can.</param>
/// <param name="Error">Why, and what to do; null while it can.</param>
/// <param name="Pending">Revisions that wait to be kept.</param>
public sealed record HistoryHealth(DateTimeOffset? FailedSince, string? Error, int Pending);
