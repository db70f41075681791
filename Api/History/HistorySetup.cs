using Microsoft.Extensions.Options;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Events;
using NetApi.History.Lives;
using NetApi.Hosting;

namespace NetApi.History;

/// <summary>Registers the history, and the revisions that it and the events are told of.</summary>
public static class HistorySetup
{
    /// <summary>Registers them. To be called before all that is followed is registered, so that it ends after it: the last revision is kept too.</summary>
    public static void AddHistory(this IServiceCollection services)
    {
        services.AddSingleton(provider => new HistoryStore(provider.GetRequiredService<Database>(), provider.GetRequiredService<HostIdentity>().Number));
        services.AddSingleton(provider => new HistoryWriter(
            provider.GetRequiredService<HistoryStore>(),
            () => provider.GetRequiredService<HostMonitor>().Interruptions,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HistoryWriter>>()));
        services.AddHostedService(provider => provider.GetRequiredService<HistoryWriter>());
        services.AddSingleton(provider => new KnownInterruptions(
            provider.GetRequiredService<HistoryStore>(),
            () => provider.GetRequiredService<HistoryWriter>().Untold is { } start ? [start, .. provider.GetRequiredService<HostMonitor>().Interruptions] : provider.GetRequiredService<HostMonitor>().Interruptions));
        services.AddSingleton<PastStates>();
        services.AddSingleton<Moments>();
        services.AddSingleton<Timeline>();
        services.AddSingleton<LifeReading>();
        services.AddSingleton(provider => new HistoryRetention(
            provider.GetRequiredService<HistoryStore>(),
            provider.GetRequiredService<PastStates>(),
            RetentionLimits.Of(provider.GetRequiredService<IOptions<NetApiOptions>>().Value),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HistoryRetention>>()));
        services.AddHostedService(provider => provider.GetRequiredService<HistoryRetention>());
        services.AddSingleton<HistoryCare>();
        services.AddSingleton(provider =>
        {
            var (feed, writer) = (provider.GetRequiredService<EventFeed>(), provider.GetRequiredService<HistoryWriter>());
            return new Revisions(provider.GetRequiredService<LiveState>(), (revision, state) =>
            {
                feed.Publish(revision);
                writer.Keep(revision, state);
            });
        });
    }

    /// <summary>Lets revisions go on where the history ends. To be called after the database was opened, before anything is observed.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public static async Task OpenHistoryAsync(this WebApplication app)
    {
        var end = await app.Services.GetRequiredService<HistoryWriter>().OpenAsync(CancellationToken.None);
        app.Services.GetRequiredService<Revisions>().GoOnFrom(end.Revision, end.Hash, end.Next);
    }
}
