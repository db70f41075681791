using System.Threading.Channels;
using Microsoft.Extensions.Options;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Hosting.Security;

namespace NetApi.Snapshots;

/// <summary>A call that changed the host.</summary>
/// <param name="What">Method and path.</param>
/// <param name="By">Name of the key.</param>
/// <param name="Before">The host before it.</param>
/// <param name="After">The host after it.</param>
internal sealed record OwnChange(string What, string By, HostState Before, HostState After);

/// <summary>Keeps the host as it was before and after each call of NetApi's own that changed it, as is configured. No call waits for that, and none fails by it.</summary>
internal sealed partial class OwnChangeSnapshots(HistoryWriter history, SnapshotStore store, IOptions<NetApiOptions> options, ILogger<OwnChangeSnapshots> log) : BackgroundService
{
    // While the database cannot be written there is nothing to be kept: the oldest are given up.
    private const int MaxWaiting = 256;

    private readonly Channel<OwnChange> _changes = Channel.CreateBounded<OwnChange>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Keeps the sides that are asked for, soon.</summary>
    public void Offer(OwnChange change) => _changes.Writer.TryWrite(change);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await history.KeptAsync(change.After.Revision, stoppingToken);
                if (options.Value.SnapshotBeforeOwnChanges)
                    await store.AddAsync(change.Before, SnapshotOrigin.BeforeChange, change.By, null, change.What, isPinned: false, stoppingToken);
                if (options.Value.SnapshotAfterOwnChanges)
                    await store.AddAsync(change.After, SnapshotOrigin.AfterChange, change.By, null, change.What, isPinned: false, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotKept(e, change.What);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host before and after {What} is not kept as snapshots.")]
    private partial void NotKept(Exception failure, string what);
}

/// <summary>Puts the snapshots of own changes into the pipeline.</summary>
public static class OwnChangeMiddleware
{
    private static readonly PathString[] Changing = ["/api/v1/containers", "/api/v1/networks"];

    /// <summary>Knows of the calls that change containers and networks. To stand after the journal of calls.</summary>
    public static IApplicationBuilder UseOwnChangeSnapshots(this WebApplication app)
    {
        var (live, clock) = (app.Services.GetRequiredService<LiveState>(), app.Services.GetRequiredService<TimeProvider>());
        return app.Use(async (context, next) =>
        {
            // There when they are configured, and not before the database is open.
            var snapshots = IsChanging(context) ? context.RequestServices.GetService<OwnChangeSnapshots>() : null;
            var (before, began) = (live.Current, clock.GetUtcNow());
            await next(context);
            // A call that was refused, or changed nothing, has no before and after, whatever else happened meanwhile.
            if (snapshots is not null && before is not null && context.Response.StatusCode < StatusCodes.Status300MultipleChoices && CallJournal.HasChangedTheHost && live.Current is { } after)
                snapshots.Offer(new OwnChange($"{context.Request.Method} {context.Request.Path}", context.User.Identity?.Name ?? "", before with { ObservedAt = began }, after with { ObservedAt = clock.GetUtcNow() }));
        });
    }

    private static bool IsChanging(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope == Scope.Write && Changing.Any(path => context.Request.Path.StartsWithSegments(path));
}
