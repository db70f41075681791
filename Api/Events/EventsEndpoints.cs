using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Events;

/// <summary><c>/api/v1/events</c>: what changes on the host, as it changes.</summary>
public static class EventsEndpoints
{
    // Streams last; a place is free when one ends.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Registers what the endpoint needs.</summary>
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventFeed>();
    }

    /// <summary>Maps the endpoint.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/events").WithTags("Events").RequireScope(Scope.Read)
            .MapGet("/", Watch)
            .WithName("WatchEvents")
            .WithSummary("Watch the host")
            .WithDescription("Server-sent events, without an end. `hello` comes first and tells the current revision; `added`, `removed` and `changed` are entries of the diff of each revision to the one before, in its order, with `revision` and `observedAt`; "
                + "every 15 s there is a comment. Gaps are changes too: one that is `added` says what can no longer be read, and silence about it proves nothing.\n\n"
                + "The `id` is the number of the revision and the beginning of its content hash (`42-9f86d081`). It stands with the last change of a revision, so that whoever comes back with `Last-Event-ID` (or `lastEventId`; the header wins) gets whole revisions: one that was cut off comes again from its beginning. "
                + "Applied to what there was at `hello`, all of them give what there is now: put `after` in the place of `before`, which is the thing as it was told last. "
                + "`key` says what tells a thing from others, such as `host/ipv4/100 (from all lookup 7)`, only where there are others. A container or namespace that is renamed takes along all that is in it, a link all that names it (of an end of a veth pair the `summary` says whether it was renamed, or another one came in its place), and the ends of a veth pair may change places with it: know a pair by its two ends; a namespace comes and goes with its loopback, the kernel's rules and its sysctls. What happened where a gap was has to be read again; while the engine is away, that is all that is in containers' namespaces.\n\n"
                + "`resync` says that changes are missing: the id is none of this run of NetApi (`unknownEvent`; the same network as then is recognised by its hash, and nothing is missing), "
                + $"it is older than what is remembered (`tooOld`: {EventFeed.MaxRevisions} revisions or {EventFeed.MaxBytes >> 20} MiB), or you read too slowly (`tooSlow`). Read the topology again; the stream goes on after the revision that `resync` names.\n\n"
                + "`entity`, `container`, `namespace`, `network` and `key` (the beginning of one) narrow the stream; each may be given several times. What is given must hold together. Gaps are told whatever else is asked for, unless `entity` leaves them out. "
                + "What is in a container's namespace may come before the engine says whose it is, under the namespace's name of then. A reader that follows only one name of a namespace, or is not told of namespaces, is told as `added` what is in it when it takes that name, and as `removed` what was in it when it loses it; the `summary` says so. So it is with the names of links, and what only names a link, such as a route, is `changed` for a reader that is not told of the link. "
                + "The stream ends when its key is revoked or NetApi stops.")
            .ProducesBadRequest()
            .WithResponseExample(EventExamples.Stream);

    /// <param name="query">What narrows the stream.</param>
    /// <param name="lastEventIdHeader">The <c>id</c> of the last event that was read, as browsers send it when they come back; the stream goes on after it.</param>
    /// <param name="lastEventId">The same for those that cannot send the header, which wins where both are given.</param>
    /// <param name="feed">The events.</param>
    /// <param name="options">How many may read.</param>
    private static Results<EventStreamResult, TooManyRequestsProblem> Watch(
        [AsParameters] EventQuery query, [FromHeader(Name = "Last-Event-ID")] string? lastEventIdHeader, [FromQuery] string? lastEventId, EventFeed feed, IOptions<NetApiOptions> options)
    {
        var filter = query.Compile();
        return feed.TryEnter()
            ? new EventStreamResult(feed, filter, string.IsNullOrEmpty(lastEventIdHeader) ? lastEventId : lastEventIdHeader)
            : new TooManyRequestsProblem(ProblemKinds.TooManyRequests.Document($"{options.Value.EventReaders} readers are listening. Try again when one has left, or raise NetApi__EventReaders."), RetryAfter);
    }
}
