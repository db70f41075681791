using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;

namespace NetApi.Hosting;

/// <summary>The calls that change something while they are carried out, so that what the engine tells meanwhile can be traced to them.</summary>
public sealed class CallJournal
{
    /// <summary>Header of answers to such calls: the id that the history names.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    // An id is recognised by as many digits as Docker shows of it at the least.
    private const int ShortestId = 4;
    private const int IdLength = 64;

    private static readonly AsyncLocal<Call?> Current = new();

    private readonly ConcurrentDictionary<Call, bool> _running = [];

    /// <summary>The current call is about the container or network of that name or id too: one that its path does not name, as it is being created.</summary>
    public static void Concern(string? nameOrId)
    {
        if (nameOrId is { Length: > 0 })
            Current.Value?.About.TryAdd(nameOrId, true);
    }

    /// <summary>Whether a revision was led to by the current call, as far as is known.</summary>
    public static bool HasChangedTheHost => Current.Value is { IsNamed: true };

    /// <summary>The calls under way that are about an actor of the engine's events, or about what changed.</summary>
    /// <param name="events">The events.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="state">Where names and ids of actors are found.</param>
    public ImmutableArray<Cause> CausesOf(IReadOnlyCollection<Cause> events, IReadOnlyCollection<Change> changes, HostState state)
    {
        if (_running.IsEmpty)
            return [];
        var actors = events.Select(e => e.ActorId).OfType<string>().Distinct().SelectMany(id => NamesOf(id, state)).Concat(changes.SelectMany(c => NamesOf(c, state))).ToHashSet(StringComparer.Ordinal);
        var named = _running.Keys.Where(call => call.About.Keys.Any(about => actors.Contains(about) || (about.Length >= ShortestId && actors.Any(a => a.Length == IdLength && a.StartsWith(about, StringComparison.Ordinal))))).ToList();
        named.ForEach(call => call.IsNamed = true);
        return [.. named.Select(c => c.Cause).OrderBy(c => c.RequestId, StringComparer.Ordinal)];
    }

    /// <summary>Carries out a call, and knows of it meanwhile.</summary>
    internal async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var requestId = Activity.Current?.Id ?? context.TraceIdentifier;
        var call = new Call(
            new Cause(CauseKind.Call, $"{context.Request.Method} {context.Request.Path}", Key: context.User.Identity?.Name, RequestId: requestId),
            new(context.Request.RouteValues.Values.OfType<string>().Select(v => KeyValuePair.Create(v, true)), StringComparer.Ordinal));
        context.Response.Headers[RequestIdHeader] = requestId;
        Current.Value = call;
        _running[call] = true;
        try
        {
            await next(context);
        }
        finally
        {
            _running.TryRemove(call, out _);
        }
    }

    private static IEnumerable<string> NamesOf(string id, HostState state)
    {
        yield return id;
        if (HostIndex.Of(state).Container(id) is { } container)
            yield return container.Name;
        if (state.Networks.FirstOrDefault(n => n.Id == id) is { } network)
            yield return network.Name;
    }

    private static IEnumerable<string> NamesOf(Change change, HostState state)
    {
        var scope = ChangeScope.Of(change);
        foreach (var name in scope.Containers.Concat(scope.Networks))
            yield return name;
        foreach (var container in state.Containers.Where(c => scope.Containers.Contains(c.Name)))
            yield return container.Id;
        foreach (var network in state.Networks.Where(n => scope.Networks.Contains(n.Name)))
            yield return network.Id;
    }

    private sealed class Call(Cause cause, ConcurrentDictionary<string, bool> about)
    {
        public Cause Cause { get; } = cause;

        public ConcurrentDictionary<string, bool> About { get; } = about;

        public bool IsNamed { get; set; }
    }
}

/// <summary>Puts the journal into the pipeline.</summary>
public static class CallJournalMiddleware
{
    /// <summary>Knows of the calls that need the scope <c>write</c>. To stand after authorization.</summary>
    public static IApplicationBuilder UseCallJournal(this WebApplication app)
    {
        var journal = app.Services.GetRequiredService<CallJournal>();
        return app.Use((context, next) =>
            context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope == Scope.Write ? journal.RunAsync(context, next) : next(context));
    }
}
