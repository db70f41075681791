using NetApi.Domain.Topology;

namespace NetApi.Adapters.Sqlite;

/// <summary>A state that somebody kept.</summary>
/// <param name="Id">UUIDv7, so that the order of ids is the order of time.</param>
/// <param name="HostId">The host it shows.</param>
/// <param name="TakenAt">The instant it shows, UTC.</param>
/// <param name="TakenBy">Name of the key that asked for it.</param>
/// <param name="Label">A name for it; null where none was given.</param>
/// <param name="Reason">Why it was taken; null where no reason was given.</param>
/// <param name="StateHash">SHA-256 of the state, 64 hexadecimal digits: equal for equal networks, whenever they were observed.</param>
/// <param name="Counts">How much it shows.</param>
public sealed record Snapshot(string Id, string HostId, DateTimeOffset TakenAt, string TakenBy, string? Label, string? Reason, string StateHash, SnapshotCounts Counts)
{
    /// <summary>Whether everything could be read when it was taken.</summary>
    public bool Complete => Counts.Gaps == 0;
}

/// <summary>How much a snapshot shows.</summary>
/// <param name="Gaps">Things that could not be read.</param>
/// <param name="Containers">Containers in every state.</param>
/// <param name="Networks">Networks.</param>
/// <param name="Namespaces">Network namespaces.</param>
/// <param name="Links">Links of all namespaces.</param>
public sealed record SnapshotCounts(int Gaps, int Containers, int Networks, int Namespaces, int Links)
{
    /// <summary>Counts what a state shows.</summary>
    public static SnapshotCounts Of(HostState state) =>
        new(state.Gaps.Length, state.Containers.Length, state.Networks.Length, state.Namespaces.Length, state.Links.Length);
}
