using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Snapshots;

/// <summary><c>/api/v1/diff</c>: what changed between two snapshots, or since one.</summary>
public static class DiffEndpoints
{
    private const string Live = "live";

    /// <summary>Maps the endpoint.</summary>
    public static void MapDiff(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/diff").WithTags("Snapshots").RequireScope(Scope.Read).ProducesStoreProblems()
            .MapGet("/", Compare)
            .WithName("GetDiff")
            .WithSummary("Tell what changed")
            .WithDescription("`from` and `to` are ids of snapshots, or `live` for the host as it is now (the default of `to`). Each change has a key that stays the same from diff to diff, and a sentence. "
                + "What was recreated, restarted or renamed is one change that says so, and all that names it is told under the name it had last. Counters, timers, process ids and what else is new with each restart are left out. What one state could not read is not told as added or removed; `complete` is false then, and `gaps` says what it was.")
            .WithResponseExample(SnapshotExamples.Diff);

    /// <param name="from">Id of the earlier snapshot, or <c>live</c>.</param>
    /// <param name="to">Id of the later snapshot, or <c>live</c>, the host as it is now; <c>live</c> where it is omitted.</param>
    /// <param name="store">Snapshots.</param>
    /// <param name="host">The host.</param>
    /// <param name="live">Its state.</param>
    /// <param name="clock">Tells when <c>live</c> was read.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static async Task<Results<Ok<DiffResource>, BadRequestProblem, NotFoundProblem>> Compare(
        string? from, string? to, SnapshotStore store, HostIdentity host, LiveState live, TimeProvider clock, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(from))
        {
            var faults = new FaultList();
            faults.Add("?from", "missing", "from is missing; give the id of a snapshot, from GET /api/v1/snapshots.");
            return new BadRequestProblem(faults.ToProblem());
        }
        to = string.IsNullOrEmpty(to) ? Live : to;
        if (await ReadAsync(from) is not { } earlier)
            return SnapshotsEndpoints.NotFound(from);
        if (await ReadAsync(to) is not { } later)
            return SnapshotsEndpoints.NotFound(to);
        return TypedResults.Ok(DiffResource.Of(from, earlier, to, later));

        async Task<HostState?> ReadAsync(string id) => id == Live ? await live.CatchUpAsync(cancel) with { ObservedAt = clock.GetUtcNow() } : await store.ReadStateAsync(host.Id, id, cancel);
    }
}
