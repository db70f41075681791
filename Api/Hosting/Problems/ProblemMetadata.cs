using Microsoft.AspNetCore.Http.Metadata;

namespace NetApi.Hosting.Problems;

/// <summary>Declares problems that endpoints answer from outside their handlers: in filters, in middleware, by exception.</summary>
public static class ProblemMetadata
{
    /// <summary>Declares 400, for endpoints whose parameters can be at fault.</summary>
    public static TBuilder ProducesBadRequest<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Produces(StatusCodes.Status400BadRequest);

    /// <summary>Declares what every endpoint can answer that asks the engine: 502 and 503.</summary>
    public static TBuilder ProducesEngineProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Produces(StatusCodes.Status502BadGateway, StatusCodes.Status503ServiceUnavailable);

    /// <summary>Declares what every endpoint can answer that is drawn from the kernel alone: 503.</summary>
    public static TBuilder ProducesKernelProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Produces(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Declares 422, for endpoints that ask the engine for a change.</summary>
    public static TBuilder ProducesEngineRefusal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Produces(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Declares what every endpoint can answer that asks the database: 503.</summary>
    public static TBuilder ProducesStoreProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Produces(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Declares what every endpoint can answer that shows a moment of the history: 400, 404 and 503.</summary>
    public static TBuilder ProducesMomentProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Produces(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    /// <summary>Declares 400, 413 and 415 for every endpoint of the group that reads a body.</summary>
    public static RouteGroupBuilder ProducesBodyProblems(this RouteGroupBuilder group)
    {
        // At the end, when the framework has found out which handlers take a body.
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.OfType<IAcceptsMetadata>().Any())
                return;
            foreach (var status in new[] { StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType })
                endpoint.Metadata.Add(Problem(status));
        });
        return group;
    }

    private static TBuilder Produces<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. statuses.Select(Problem)]);

    private static ProducesResponseTypeMetadata Problem(int status) => new(status, typeof(Problem), [Problems.Problem.MediaType]);
}
