using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;

namespace NetApi.Hosting;

/// <summary>Registers what follows the host, and what commands the engine.</summary>
public static class ObserverSetup
{
    /// <summary>Registers them.</summary>
    public static void AddObservers(this IServiceCollection services, NetApiOptions options)
    {
        services.AddSingleton(EndpointOf(options));
        services.AddSingleton<EngineClient>();
        services.AddSingleton<EngineObserver>();
        services.AddSingleton<EngineMonitor>();
        services.AddSingleton<ContainerCommands>();
        services.AddSingleton<NetworkCommands>();
        services.AddSingleton<ImageCommands>();
        services.AddSingleton<Func<KernelMonitor>>(provider => () => new KernelMonitor(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SocketHolders>();
        services.AddSingleton<CallJournal>();
        services.AddSingleton<HostMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<HostMonitor>());
        services.AddSingleton(provider => new LiveState(cancel => provider.GetRequiredService<HostMonitor>().CatchUpAsync(cancel)));
    }

    private static EngineOptions EndpointOf(NetApiOptions options)
    {
        try
        {
            return EngineOptions.Parse(options.DockerHost ?? Environment.GetEnvironmentVariable("DOCKER_HOST"));
        }
        catch (FormatException malformed)
        {
            throw new StartRefusedException(malformed.Message, malformed);
        }
    }
}
