using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Security;

namespace NetApi.Health;

/// <summary><c>/healthz</c> and <c>/readyz</c>, open to everybody: they tell nothing but alive, ready, and whether the history is kept.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps both.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Health").OpenToAll();

        group.MapGet("/healthz", () => TypedResults.Ok(new Health("alive")))
            .WithName("GetHealth")
            .WithSummary("Whether NetApi is alive")
            .WithDescription("Answers 200 as long as the process serves requests.")
            .WithResponseExample(new Health("alive"));

        group.MapGet("/readyz", Ready)
            .WithName("GetReadiness")
            .WithSummary("Whether NetApi is ready")
            .WithDescription("Answers 200 once the database is open, keys are in force and the host was read for the first time. An engine that is down does not make NetApi unready: kernel views keep working, and GET /api/v1/host says what cannot be seen. Nor does a database that cannot be written: `history` is `degraded` then, and GET /api/v1/history/status says since when and why.")
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .WithResponseExample(new Readiness("ready", "kept"));
    }

    private static Results<Ok<Readiness>, JsonHttpResult<Readiness>> Ready(KeyRing keys, LiveState live, HistoryWriter writer)
    {
        var history = writer.Health.FailedSince is null ? "kept" : "degraded";
        return keys.Keys.Count > 0 && live.Current is not null
            ? TypedResults.Ok(new Readiness("ready", history))
            : TypedResults.Json(new Readiness("starting", history), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>Health in a word.</summary>
/// <param name="Status"><c>alive</c>.</param>
public sealed record Health(string Status);

/// <summary>Whether NetApi is ready, in words.</summary>
/// <param name="Status"><c>ready</c> or <c>starting</c>.</param>
/// <param name="History"><c>kept</c>, or <c>degraded</c> where the database cannot be written.</param>
public sealed record Readiness(string Status, string History);
