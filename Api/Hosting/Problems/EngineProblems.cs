using NetApi.Adapters.DockerEngine;

namespace NetApi.Hosting.Problems;

/// <summary>The one place that says how the engine's failures are answered.</summary>
public static class EngineProblems
{
    /// <summary>What still works without the engine.</summary>
    public const string StillWorks = "What the kernel shows keeps working: /api/v1/bridges, /api/v1/veth-pairs, /api/v1/namespaces and /api/v1/host.";

    /// <summary>The document for a failure of the engine: 503 where it does not answer, 409 and 422 where it refuses, 502 where it fails itself.</summary>
    public static Problem Of(EngineException failure)
    {
        var problem = failure switch
        {
            EngineRefusedException refused => KindOf(refused).Document(refused.Message) with { EngineMessage = refused.EngineMessage },
            _ => ProblemKinds.EngineUnavailable.Document($"{failure.Message} {StillWorks}"),
        };
        return failure.Leftover is { } id
            ? problem with { Detail = $"{problem.Detail} The container {id} was created and could not be removed again; remove it when the engine answers: DELETE /api/v1/containers/{id}?force=true." }
            : problem;
    }

    /// <summary>Declares what every endpoint can answer that asks the engine: 502 and 503.</summary>
    public static TBuilder ProducesEngineProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status502BadGateway, typeof(Problem), [Problem.MediaType]),
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(Problem), [Problem.MediaType]));

    /// <summary>Declares what every endpoint can answer that asks the database: 503.</summary>
    public static TBuilder ProducesStoreProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(Problem), [Problem.MediaType]));

    /// <summary>Declares 422, for endpoints that ask the engine for a change.</summary>
    public static TBuilder ProducesEngineRefusal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status422UnprocessableEntity, typeof(Problem), [Problem.MediaType]));

    /// <summary>Declares 400, for endpoints whose parameters can be at fault.</summary>
    public static TBuilder ProducesBadRequest<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(Problem), [Problem.MediaType]));

    // A stream that had begun with 200 and ended in an error was refused by what the engine asked in turn: a registry.
    private static ProblemKind KindOf(EngineRefusedException refused) => refused.StatusCode switch
    {
        StatusCodes.Status409Conflict => ProblemKinds.Conflict,
        >= StatusCodes.Status500InternalServerError => ProblemKinds.EngineFailed,
        _ => ProblemKinds.EngineRefused,
    };
}
