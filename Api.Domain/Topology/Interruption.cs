namespace NetApi.Domain.Topology;

/// <summary>A time in which something may have happened that was not heard of. What came about was read afterwards; what came and went in between is not known.</summary>
/// <param name="Scope">Who was not heard: <c>kernel</c> or <c>engine</c>.</param>
/// <param name="Code">Stable word: <c>events-lost</c>, <c>engine-unavailable</c> …</param>
/// <param name="Since">The last instant of which everything is known, UTC.</param>
/// <param name="Until">When everything had been read again, UTC; null while it is not over.</param>
/// <param name="Detail">What happened.</param>
public sealed record Interruption(string Scope, string Code, DateTimeOffset Since, DateTimeOffset? Until, string Detail);
