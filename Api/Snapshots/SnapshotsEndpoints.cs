using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Snapshots;

/// <summary><c>/api/v1/snapshots</c>: states that somebody kept.</summary>
public static class SnapshotsEndpoints
{
    /// <summary>Maps the group.</summary>
    public static void MapSnapshots(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/snapshots").WithTags("Snapshots").RequireScope(Scope.Read).ProducesStoreProblems();
        var write = routes.MapGroup("/snapshots").WithTags("Snapshots").RequireScope(Scope.Write).ProducesStoreProblems();

        read.MapGet("/", List)
            .WithName("ListSnapshots")
            .WithSummary("List snapshots")
            .WithDescription("Newest first. Equal values of `stateHash` mean that nothing had changed in between. `origin` says why there is one: somebody `asked`, it was `scheduled`, NetApi was about to change a container or network, or had (`beforeChange`, `afterChange`), or it was `imported`. Those that are not `pinned` go with the history of their time.")
            .ProducesBadRequest()
            .WithResponseExample(new Page<Snapshot>([SnapshotExamples.Snapshot], null));

        read.MapGet("/{id}", Find)
            .WithName("GetSnapshot")
            .WithSummary("Get one snapshot")
            .WithDescription("What it is of, and how much it shows; GET /api/v1/diff tells what is different now.")
            .WithResponseExample(SnapshotExamples.Snapshot);

        write.MapPost("/", Create)
            .WithName("CreateSnapshot")
            .WithSummary("Keep the state of the host")
            .WithDescription("Reads the host and keeps what it sees. `complete` is false where something could not be read; a diff then says so.")
            .WithRequestExample(new CreateSnapshotRequest { Label = "before", Reason = "upgrade of the engine" })
            .WithResponseExample(SnapshotExamples.Snapshot);

        write.MapPatch("/{id}", Change)
            .WithName("ChangeSnapshot")
            .WithSummary("Rename a snapshot, pin it, or release it")
            .WithDescription(
                "A JSON Merge Patch (RFC 7396): a member that is left out stays as it is, `label` and `reason` go with null. `pinned` true keeps one that NetApi took by itself until somebody deletes it; "
                + "false lets one go with the history of its time, where that is gone already within minutes. What is of no revision of this host's history, such as an imported snapshot, stays pinned.")
            .Accepts<ChangeSnapshotRequest>("application/json", "application/merge-patch+json")
            .WithRequestExample(new ChangeSnapshotRequest { Label = "before", Reason = "upgrade of the engine", Pinned = true })
            .WithResponseExample(SnapshotExamples.Snapshot);

        write.MapDelete("/{id}", Delete)
            .WithName("DeleteSnapshot")
            .WithSummary("Remove a snapshot")
            .WithDescription("The state goes with the last snapshot that shows it.");

        routes.MapSnapshotExchange();
    }

    /// <summary>The answer where no snapshot has the id.</summary>
    internal static NotFoundProblem NotFound(string id) =>
        new(ProblemKinds.SnapshotNotFound.Document($"No snapshot has the id '{id}'. GET /api/v1/snapshots lists them."));

    /// <param name="page">Which page.</param>
    /// <param name="origin">Only snapshots that were taken for one of these reasons: <c>asked</c>, <c>scheduled</c>, <c>beforeChange</c>, <c>afterChange</c>, <c>imported</c>.</param>
    /// <param name="store">Snapshots.</param>
    /// <param name="host">The host that keeps them.</param>
    /// <param name="cancel">Ends the wait.</param>
    private static async Task<Ok<Page<Snapshot>>> List([AsParameters] PageQuery page, string[]? origin, SnapshotStore store, HostIdentity host, CancellationToken cancel)
    {
        var faults = new FaultList();
        var (bounds, origins) = (page.Read(faults), Words.ReadMany<SnapshotOrigin>("origin", origin, faults));
        faults.ThrowIfAny();
        var oneMore = await store.ListAsync(host.Id, origins, bounds.Limit + 1, bounds.After, cancel);
        return TypedResults.Ok(Page.OfOneMore([.. oneMore], bounds, s => s.Id));
    }

    private static async Task<Results<Ok<Snapshot>, NotFoundProblem>> Find(string id, SnapshotStore store, HostIdentity host, CancellationToken cancel) =>
        await store.FindAsync(host.Id, id, cancel) is { } found ? TypedResults.Ok(found) : NotFound(id);

    private static async Task<Results<Created<Snapshot>, BadRequestProblem>> Create(
        CreateSnapshotRequest? request, ClaimsPrincipal user, SnapshotTaking taking, CancellationToken cancel)
    {
        request ??= new CreateSnapshotRequest();
        var faults = request.Check();
        if (!faults.IsEmpty)
            return new BadRequestProblem(faults.ToProblem());
        var kept = await taking.TakeAsync(SnapshotOrigin.Asked, user.Identity!.Name!, request.Label, request.Reason, isPinned: true, cancel);
        return TypedResults.Created($"/api/v1/snapshots/{kept.Id}", kept);
    }

    private static async Task<Results<Ok<Snapshot>, BadRequestProblem, NotFoundProblem>> Change(
        string id, ChangeSnapshotRequest request, SnapshotStore store, HostIdentity host, CancellationToken cancel)
    {
        if (await store.FindAsync(host.Id, id, cancel) is not { } found)
            return NotFound(id);
        var faults = request.Check(found);
        if (!faults.IsEmpty)
            return new BadRequestProblem(faults.ToProblem());
        return await store.ChangeAsync(host.Id, id, request.Apply, cancel) is { } changed ? TypedResults.Ok(changed) : NotFound(id);
    }

    private static async Task<Results<NoContent, NotFoundProblem>> Delete(string id, SnapshotStore store, HostIdentity host, CancellationToken cancel) =>
        await store.DeleteAsync(host.Id, id, cancel) ? TypedResults.NoContent() : NotFound(id);
}
