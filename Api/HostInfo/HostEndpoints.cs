using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Topology;

namespace NetApi.HostInfo;

/// <summary><c>/api/v1/host</c>: the host, and what NetApi may do on it.</summary>
public static class HostEndpoints
{
    private static readonly string Version = typeof(HostEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Maps the endpoint.</summary>
    public static void MapHost(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/host").WithTags("Host").RequireScope(Scope.Read).ProducesKernelProblems()
            .MapGet("/", Show)
            .WithName("GetHost")
            .WithSummary("Show the host and what NetApi may do on it")
            .WithDescription("Kernel, engine and API version in use, capabilities held and missing with what each is for and how to grant it, and what is degraded now.")
            .WithResponseExample(Example());

    private static async Task<Ok<HostResource>> Show(LiveState live, EngineClient engine, CancellationToken cancel)
    {
        var state = await live.ReadAsync(cancel);
        return TypedResults.Ok(new HostResource(
            state.HostId,
            Environment.MachineName,
            (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancel)).Trim(),
            (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", cancel)).Trim(),
            Version,
            await EngineOf(state, engine, cancel),
            NamespaceRef.Of(state.HostNamespace),
            CapabilityCatalogue.Of(Capabilities.Read(), state.Gaps),
            state.Gaps));
    }

    private static async Task<EngineResource?> EngineOf(HostState state, EngineClient engine, CancellationToken cancel)
    {
        if (state.Gaps.Any(g => g.Scope == EngineGapException.Scope))
            return null;
        try
        {
            var version = await engine.GetVersionAsync(cancel);
            return new EngineResource(version.Version, version.ApiVersion, version.EngineApiVersion, engine.Options.Endpoint.ToString(), version.Os, version.Architecture);
        }
        catch (EngineException)
        {
            // It went away, or stumbled, since the state was read; the next answer names the gap.
            return null;
        }
    }

    private static HostResource Example() => new(
        "0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c11",
        "web-1",
        "6.1.0-28-amd64",
        "6f1c2a9b-8d1e-4f0a-9c3b-2a1d0e9f8c7b",
        Version,
        new EngineResource("20.10.24", "1.41", "1.41", "unix:///var/run/docker.sock", "linux", "amd64"),
        new NamespaceRef(new NetnsId("6f1c2a9b-1"), NetnsKind.Host, "host"),
        [.. CapabilityCatalogue.Of(["CAP_SYS_ADMIN", "CAP_NET_ADMIN"], []).Take(3)],
        []);
}
