using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.History;
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
                + "Counters, timers, process ids and what else is new with each restart are left out. What one state could not read is not told as added or removed; `complete` is false then, and `gaps` says what it was.")
            .WithResponseExample(SnapshotExamples.Diff);

    /// <param name="from">Id of the earlier snapshot, or <c>live</c>.</param>
    /// <param name="to">Id of the later snapshot, or <c>live</c>, the host as it is now; <c>live</c> where it is omitted.</param>
    /// <param name="moments">Finds the states.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static async Task<Results<Ok<DiffResource>, BadRequestProblem, NotFoundProblem>> Compare(
        string? from, string? to, Moments moments, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(from))
        {
            var faults = new FaultList();
            faults.Add("?from", "missing", "from is missing; give the id of a snapshot, from GET /api/v1/snapshots.");
            return new BadRequestProblem(faults.ToProblem());
        }
        to = string.IsNullOrEmpty(to) ? Live : to;
        var (earlier, later) = await moments.ReadBothAsync(from, to, cancel);
        return TypedResults.Ok(DiffResource.Of(from, earlier, to, later));
    }
}
