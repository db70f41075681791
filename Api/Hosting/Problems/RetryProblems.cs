using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace NetApi.Hosting.Problems;

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
