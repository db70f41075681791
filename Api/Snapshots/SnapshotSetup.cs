using NetApi.Adapters.Sqlite;
using NetApi.Hosting;

namespace NetApi.Snapshots;

/// <summary>Registers what takes snapshots.</summary>
public static class SnapshotSetup
{
    /// <summary>Registers it, and of what takes them by itself that which is configured.</summary>
    public static void AddSnapshots(this IServiceCollection services, NetApiOptions options)
    {
        services.AddSingleton<SnapshotTaking>();
        services.AddSingleton<SnapshotImports>();
        if (options.SnapshotBeforeOwnChanges || options.SnapshotAfterOwnChanges)
        {
            services.AddSingleton<OwnChangeSnapshots>();
            services.AddHostedService(provider => provider.GetRequiredService<OwnChangeSnapshots>());
        }
        if (options.SnapshotEveryHours > 0)
        {
            services.AddHostedService(provider => new ScheduledSnapshots(
                provider.GetRequiredService<SnapshotTaking>(),
                provider.GetRequiredService<SnapshotStore>(),
                provider.GetRequiredService<HostIdentity>(),
                TimeSpan.FromHours(options.SnapshotEveryHours),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ScheduledSnapshots>>()));
        }
    }
}
