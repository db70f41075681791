namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>A time in which something may have happened that was not heard of. What came about was read afterwards; what came and went in between is not known.</summary>
/// <param name="Code">Stable word: <c>events-lost</c>.</param>
/// <param name="Since">The last instant of which everything is known, UTC.</param>
/// <param name="Until">When everything had been read again, UTC; null while it is being read.</param>
/// <param name="Detail">What happened.</param>
public sealed record Interruption(string Code, DateTimeOffset Since, DateTimeOffset? Until, string Detail);
