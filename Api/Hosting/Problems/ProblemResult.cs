using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace NetApi.Hosting.Problems;

/// <summary>Answers with a problem document. Its leaves put their status into the endpoint's metadata, so that OpenAPI and the compiler agree.</summary>
public abstract class ProblemResult : IResult, IStatusCodeHttpResult, IValueHttpResult<Problem>
{
    private protected ProblemResult(Problem problem, int status)
    {
        if (problem.Status != status)
            throw new ArgumentException($"'{problem.Code}' has status {problem.Status}, not {status}.", nameof(problem));
        Value = problem;
    }

    /// <summary>The document.</summary>
    public Problem Value { get; }

    /// <inheritdoc/>
    public int? StatusCode => Value.Status;

    /// <inheritdoc/>
    public virtual Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteProblemAsync(Value);

    private protected static void Declare(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.MediaType]));
}

/// <summary>400: the request itself is at fault.</summary>
public sealed class BadRequestProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status400BadRequest), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status400BadRequest);
}

/// <summary>403: what is asked for is not allowed.</summary>
public sealed class ForbiddenProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status403Forbidden), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status403Forbidden);
}

/// <summary>404: what the path names does not exist.</summary>
public sealed class NotFoundProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status404NotFound), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status404NotFound);
}

/// <summary>406: no format that the caller accepts.</summary>
public sealed class NotAcceptableProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status406NotAcceptable), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status406NotAcceptable);
}

/// <summary>409: a clash with what exists.</summary>
public sealed class ConflictProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status409Conflict), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status409Conflict);
}

/// <summary>422: well-formed, but the engine could not carry it out.</summary>
public sealed class UnprocessableProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status422UnprocessableEntity), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status422UnprocessableEntity);
}

/// <summary>429: too much at once; <c>Retry-After</c> says when to ask again.</summary>
/// <param name="problem">The document.</param>
/// <param name="retryAfter">When to ask again, in whole seconds.</param>
public sealed class TooManyRequestsProblem(Problem problem, TimeSpan retryAfter) : ProblemResult(problem, StatusCodes.Status429TooManyRequests), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public override Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return base.ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status429TooManyRequests);
}

/// <summary>503: what the call needs is not there: a capability, the engine.</summary>
public sealed class ServiceUnavailableProblem(Problem problem) : ProblemResult(problem, StatusCodes.Status503ServiceUnavailable), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Declare(builder, StatusCodes.Status503ServiceUnavailable);
}
