using Microsoft.AspNetCore.Http.Features;

namespace NetApi.Hosting;

/// <summary>Answers HEAD as GET without a body (RFC 9110, 9.3.2): the same endpoint, scope, status and headers.</summary>
public static class HeadRequests
{
    /// <summary>Puts a GET in place of a HEAD, and drops the body of its answer. To stand before everything that looks at the method or writes a body.</summary>
    public static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new NoBody());
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            // The server ends an answer to the method that it was asked by.
            context.Request.Method = HttpMethods.Head;
            context.Features.Set(body);
        }
    });

    /// <summary>Names HEAD beside GET among the methods that a refusal says are allowed: routing knows GET alone.</summary>
    public static void AllowHead(this HttpResponse response)
    {
        var allowed = response.Headers.Allow.SelectMany(v => v?.Split(',', StringSplitOptions.TrimEntries) ?? []).ToList();
        if (allowed.Contains(HttpMethods.Get) && !allowed.Contains(HttpMethods.Head))
            response.Headers.Allow = string.Join(", ", allowed.Append(HttpMethods.Head).Order(StringComparer.Ordinal));
    }

    /// <summary>Whether only the headers of an answer are asked for: a stream without an end ends after them then.</summary>
    public static bool IsHead(this HttpContext context) => context.Features.Get<IHttpResponseBodyFeature>() is NoBody;

    private sealed class NoBody() : StreamResponseBodyFeature(Stream.Null);
}
