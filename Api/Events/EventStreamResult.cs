using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using NetApi.Hosting;
using NetApi.Hosting.Security;

namespace NetApi.Events;

/// <summary>200: a stream of events that ends when the reader hangs up, its key is revoked, or NetApi stops.</summary>
/// <param name="feed">The feed; the reader has entered it.</param>
/// <param name="filter">What the reader wants to hear of.</param>
/// <param name="seen">Id of the event it saw last; null where it saw none.</param>
internal sealed class EventStreamResult(EventFeed feed, EventFilter filter, string? seen) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public const string MediaType = "text/event-stream";

    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            var response = httpContext.Response;
            response.ContentType = MediaType;
            response.Headers.CacheControl = "no-cache, no-store";
            // nginx would otherwise hold events back until its buffer is full.
            response.Headers["X-Accel-Buffering"] = "no";
            if (httpContext.IsHead())
                return;
            httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            await new EventReader(feed, filter, seen, response.BodyWriter).RunAsync(MayListen(httpContext), ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The usual end of a stream.
        }
        finally
        {
            feed.Leave();
        }
    }

    private static Func<bool> MayListen(HttpContext context)
    {
        var keys = context.RequestServices.GetRequiredService<KeyRing>();
        var id = context.User.FindFirstValue(ClaimTypes.NameIdentifier);
        return () => keys.Keys.Any(k => k.Id == id);
    }
}
