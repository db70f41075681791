using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Operations;

/// <summary><c>/api/v1/operations</c>: work that takes longer than a request may.</summary>
public static class OperationsEndpoints
{
    /// <summary>Registers what the group needs.</summary>
    public static void AddOperations(this IServiceCollection services) => services.AddSingleton<OperationRegistry>();

    /// <summary>Path of one operation.</summary>
    public static string PathOf(string id) => $"/api/v1/operations/{id}";

    /// <summary>Maps the group.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/operations").WithTags("Operations").RequireScope(Scope.Read);
        var write = routes.MapGroup("/operations").WithTags("Operations").RequireScope(Scope.Write);

        read.MapGet("/", List)
            .WithName("ListOperations")
            .WithSummary("List operations")
            .WithDescription($"Running ones, and finished ones for an hour or the last {OperationRegistry.MaxFinished}, whichever is less; oldest first. They are kept in memory and end with NetApi.")
            .ProducesBadRequest()
            .WithResponseExample(new Page<Operation>([OperationExamples.Running], null));

        read.MapGet("/{id}", Find)
            .WithName("GetOperation")
            .WithSummary("Get one operation")
            .WithDescription("A failed operation is answered with 200 too: `problem` says why it failed.")
            .WithResponseExample(OperationExamples.Running);

        read.MapGet("/{id}/events", Events)
            .WithName("WatchOperation")
            .WithSummary("Watch an operation")
            .WithDescription("Server-sent events: `progress` with the newest state whenever it changed (at most ten a second; a slow reader misses states, never the last one), `heartbeat` where nothing changed for 15 s, "
                + "`finished` as the last. The data of each is the whole operation, its `id` the number of the state. With `Last-Event-ID` nothing seen is sent again; where that was the last event, the answer is 204, which tells a browser not to come back.")
            .ProducesBadRequest()
            .WithResponseExample(OperationExamples.Event);

        write.MapDelete("/{id}", Cancel)
            .WithName("CancelOperation")
            .WithSummary("Cancel an operation")
            .WithDescription("Answers once the operation has ended, usually as `cancelled`; one that was just about to succeed or to fail does so. The engine drops what it had not finished. One that has ended already is a conflict.")
            .WithResponseExample(OperationExamples.Running with { State = OperationState.Cancelled, FinishedAt = OperationExamples.Running.CreatedAt.AddSeconds(4) });
    }

    private static Ok<Page<Operation>> List([AsParameters] PageQuery page, OperationRegistry operations) =>
        TypedResults.Ok(Page.Of(operations.All, page.Read(), o => o.Id));

    private static Results<Ok<Operation>, NotFoundProblem> Find(string id, OperationRegistry operations) =>
        operations.Find(id) is { } entry ? TypedResults.Ok(entry.Current) : NotFound(id);

    /// <param name="id">The operation.</param>
    /// <param name="lastEventId">The <c>id</c> of the last event that was read, as browsers send it when they come back; nothing up to it is sent again.</param>
    /// <param name="operations">The operations.</param>
    /// <param name="clock">Times the heartbeats.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancel">Ends the stream.</param>
    private static Results<ServerSentEventsResult<Operation>, NoContent, NotFoundProblem> Events(
        string id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, OperationRegistry operations, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var seen = OperationEvents.Seen(lastEventId);
        if (operations.Find(id) is not { } entry)
            return NotFound(id);
        var newest = entry.Look().Newest;
        return newest.Operation.State != OperationState.Running && newest.Sequence == seen
            ? TypedResults.NoContent()
            : TypedResults.ServerSentEvents(context.IsHead() ? AsyncEnumerable.Empty<SseItem<Operation>>() : OperationEvents.Of(entry, seen, clock, cancel));
    }

    private static async Task<Results<Ok<Operation>, NotFoundProblem, ConflictProblem>> Cancel(string id, OperationRegistry operations, CancellationToken cancel)
    {
        if (operations.Find(id) is not { } entry)
            return NotFound(id);
        if (entry.Current is { State: not OperationState.Running } ended)
            return new ConflictProblem(ProblemKinds.WrongState.Document($"The operation ended at {ended.FinishedAt:O} ({ended.State.ToString().ToLowerInvariant()}); only a running one can be cancelled."));
        entry.Cancel();
        await entry.Finished.WaitAsync(cancel);
        return TypedResults.Ok(entry.Current);
    }

    private static NotFoundProblem NotFound(string id) =>
        new(ProblemKinds.OperationNotFound.Document($"No operation has the id '{id}'. Finished ones are forgotten after an hour, and all of them when NetApi restarts. GET /api/v1/operations lists them."));
}
