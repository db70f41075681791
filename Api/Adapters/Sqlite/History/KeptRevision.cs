using NetApi.Domain.Topology;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>A revision that is kept.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When the difference to the one before was seen, UTC.</param>
/// <param name="NotBefore">Since when the host was not watched in full, where the difference may be older; else null.</param>
/// <param name="Hash">Hash of its content.</param>
/// <param name="Causes">What led to it, as far as it is known.</param>
public sealed record KeptRevision(long Number, DateTimeOffset At, DateTimeOffset? NotBefore, string Hash, IReadOnlyList<Cause> Causes);
