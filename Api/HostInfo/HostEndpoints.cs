using System.Reflection;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.HostInfo;

/// <summary><c>/api/v1/host</c>: the host, and what NetApi may do on it.</summary>
public static class HostEndpoints
{
    private static readonly string Version = typeof(HostEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // Both stay the same until the next boot.
    private static readonly string Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
    private static readonly string BootId = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Maps the endpoint.</summary>
    public static void MapHost(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/host").WithTags("Host").RequireScope(Scope.Read).ProducesKernelProblems()
            .MapGet("/", Show)
            .WithName("GetHost")
            .WithSummary("Show the host and what NetApi may do on it")
            .WithDescription("Kernel, engine and API version in use, capabilities held and missing with what each is for and how to grant it, what cannot be seen now and why, and when events were missed lately.")
            .WithResponseExample(Example());

    private static async Task<StateAnswer<HostResource>> Show(LiveState live, HostMonitor monitor, EngineOptions engine, CancellationToken cancel)
    {
        var state = await live.ReadAsync(cancel);
        return StateAnswers.Of(state, () => new HostResource(
            state.HostId,
            Environment.MachineName,
            Kernel,
            BootId,
            Version,
            state.Engine is { } settings ? EngineResource.Of(settings, engine.Endpoint) : null,
            NamespaceRef.Of(state.HostNamespace),
            state.Revision,
            state.ContentHash,
            CapabilityCatalogue.Of(Capabilities.Read(), state.Gaps),
            state.IsComplete,
            state.Gaps,
            monitor.Interruptions), Validator.FreshBytes);
    }

    private static HostResource Example() => new(
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11",
        "web-1",
        "6.1.0-28-amd64",
        "6f1c2a9b-8d1e-4f0a-9c3b-2a1d0e9f8c7b",
        Version,
        EngineResource.Of(
            new EngineSettings { Version = "20.10.24", ApiVersion = "1.41", MaxApiVersion = "1.41", Os = "linux", Architecture = "x86_64", UserlandProxy = true, Swarm = "inactive" },
            new Uri("unix:///var/run/docker.sock")),
        new NamespaceRef(new NetnsId("6f1c2a9b-1"), NetnsKind.Host, "host"),
        42,
        "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
        [.. CapabilityCatalogue.Of(["CAP_SYS_ADMIN", "CAP_NET_ADMIN"], []).Take(3)],
        true,
        [],
        []);
}
