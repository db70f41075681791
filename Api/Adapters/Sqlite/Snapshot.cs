using NetApi.Domain.Topology;

namespace NetApi.Adapters.Sqlite;

/// <summary>Why there is a snapshot.</summary>
public enum SnapshotOrigin
{
    /// <summary>Somebody asked for it.</summary>
    Asked,

    /// <summary>Taken by schedule.</summary>
    Scheduled,

    /// <summary>Taken before a call of NetApi's own that changes something.</summary>
    BeforeChange,

    /// <summary>Taken after such a call.</summary>
    AfterChange,

    /// <summary>Brought from another NetApi.</summary>
    Imported,
}

/// <summary>A state that is kept.</summary>
/// <param name="Id">UUIDv7, so that the order of ids is the order of time.</param>
/// <param name="HostId">The host it shows; another one's where it was imported.</param>
/// <param name="Revision">Number of the revision it shows; null where it is none of this host's history: imported, or taken before there was one.</param>
/// <param name="TakenAt">The instant it shows, UTC.</param>
/// <param name="TakenBy">Name of the key that asked for it.</param>
/// <param name="Origin">Why it was taken.</param>
/// <param name="Pinned">Whether it stays until somebody deletes it or releases it; others go with the history of their time.</param>
/// <param name="Label">A name for it; null where none was given.</param>
/// <param name="Reason">Why it was taken; null where no reason was given.</param>
/// <param name="StateHash">Hash of what it shows, 64 hexadecimal digits: equal for equal networks, whenever they were observed. Of a revision it is its content hash, of a whole state the SHA-256 of its canonical JSON.</param>
/// <param name="Counts">How much it shows.</param>
public sealed record Snapshot(
    string Id, string HostId, long? Revision, DateTimeOffset TakenAt, string TakenBy, SnapshotOrigin Origin, bool Pinned, string? Label, string? Reason, string StateHash, SnapshotCounts Counts)
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
