using System.Diagnostics;

namespace NetApi.Hosting.Problems;

/// <summary>Writes problem documents, also from middleware where no endpoint runs.</summary>
public static class ProblemWriting
{
    /// <summary>Writes the document with its status; the trace id is added.</summary>
    public static Task WriteProblemAsync(this HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        var traced = problem with { TraceId = Activity.Current?.Id ?? context.TraceIdentifier };
        return context.Response.WriteAsJsonAsync(traced, options: null, Problem.MediaType, context.RequestAborted);
    }

    /// <summary>Gives every bare error status of the framework (404, 405, 415 …) a document.</summary>
    public static IApplicationBuilder UseBareStatusProblems(this IApplicationBuilder app) => app.UseStatusCodePages(pages =>
    {
        var context = pages.HttpContext;
        context.Response.AllowHead();
        var kind = ProblemKinds.OfStatus(context.Response.StatusCode);
        return context.WriteProblemAsync(kind.Document(DetailOf(context)) with { Status = context.Response.StatusCode });
    });

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"No endpoint has the path {context.Request.Path}; /swagger lists them all.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json: -H 'Content-Type: application/json'.",
        StatusCodes.Status413PayloadTooLarge => WireJson.BodyTooLarge(context),
        var status => $"The request was answered with status {status}.",
    };
}
