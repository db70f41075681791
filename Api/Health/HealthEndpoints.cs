using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Security;

namespace NetApi.Health;

/// <summary><c>/healthz</c> and <c>/readyz</c>, open to everybody: they tell nothing but alive and ready.</summary>
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
            .WithDescription("Answers 200 once the database is open, keys are in force and the host was read for the first time. An engine that is down does not make NetApi unready: kernel views keep working, and GET /api/v1/host says what cannot be seen.")
            .Produces<Health>(StatusCodes.Status503ServiceUnavailable)
            .WithResponseExample(new Health("ready"));
    }

    private static Results<Ok<Health>, JsonHttpResult<Health>> Ready(KeyRing keys, LiveState live) => keys.Keys.Count > 0 && live.Current is not null
        ? TypedResults.Ok(new Health("ready"))
        : TypedResults.Json(new Health("starting"), statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>Health in a word.</summary>
/// <param name="Status"><c>alive</c>, <c>ready</c> or <c>starting</c>.</param>
public sealed record Health(string Status);
