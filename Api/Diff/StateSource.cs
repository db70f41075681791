using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;
using NetApi.Snapshots;

namespace NetApi.Diffs;

/// <summary>Finds the state that somebody names.</summary>
/// <param name="Store">Snapshots.</param>
/// <param name="Host">The host.</param>
/// <param name="Live">Its state.</param>
/// <param name="Clock">Tells when <c>live</c> was read.</param>
internal sealed record StateSource(SnapshotStore Store, HostIdentity Host, LiveState Live, TimeProvider Clock)
{
    /// <summary>The host as it is now.</summary>
    public const string Now = "live";

    /// <summary>The state, or what is wrong with its name: an id of a snapshot, or <c>live</c>.</summary>
    public async Task<(HostState? State, NotFoundProblem? Problem)> FindAsync(string name, CancellationToken cancel)
    {
        if (name == Now)
            return (await Live.CatchUpAsync(cancel) with { ObservedAt = Clock.GetUtcNow() }, null);
        return await Store.ReadStateAsync(Host.Id, name, cancel) is { } kept ? (kept, null) : (null, SnapshotsEndpoints.NotFound(name));
    }
}
