using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.Tests;

/// <summary>Puts a state in place of the host that would be followed.</summary>
internal static class ShownHost
{
    /// <summary>A host that stays as it is given.</summary>
    public static void Show(this IServiceCollection services, HostState state)
    {
        var live = new LiveState(_ => Task.FromResult(state));
        live.Publish(state);
        services.Show(live);
    }

    /// <summary>A live state that the test fills itself.</summary>
    public static void Show(this IServiceCollection services, LiveState live)
    {
        services.Replace(ServiceDescriptor.Singleton(live));
        services.FollowNothing();
    }

    /// <summary>Neither engine nor kernel is followed: the host is what the test publishes.</summary>
    public static void FollowNothing(this IServiceCollection services) =>
        services.Remove(services.Single(d => d.ServiceType == typeof(IHostedService) && d.ImplementationFactory is Func<IServiceProvider, HostMonitor>));
}
