using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;

namespace NetApi.Hosting;

/// <summary>Registers the observers and what commands the engine.</summary>
public static class ObserverSetup
{
    /// <summary>Registers them.</summary>
    public static void AddObservers(this IServiceCollection services, NetApiOptions options)
    {
        services.AddSingleton(EndpointOf(options));
        services.AddSingleton<EngineClient>();
        services.AddSingleton<EngineObserver>();
        services.AddSingleton<ContainerCommands>();
        services.AddSingleton<NetworkCommands>();
        services.AddSingleton<ImageCommands>();
        services.AddSingleton<KernelObserver>();
        services.AddSingleton<HostCapture>();
        services.AddSingleton(provider => new LiveState(provider.GetRequiredService<HostCapture>().CaptureAsync));
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
