using System.Collections.Immutable;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Reads the engine, then the kernel, and joins both to a state.</summary>
public sealed class HostCapture(EngineObserver engine, KernelObserver kernel, HostIdentity identity, TimeProvider clock)
{
    /// <summary>One reading. What could not be read stands in the state's gaps.</summary>
    public async Task<HostState> CaptureAsync(CancellationToken cancel)
    {
        var engineSeen = await engine.ObserveAsync(cancel);
        // A container's namespace is usually found by its bind mount; its process finds it where mounts are another's (rootless, snap).
        var paths = engineSeen.Containers.Where(c => c.IsLive).SelectMany(PathsOf).ToImmutableArray();
        var kernelSeen = kernel.Observe(paths, cancel);
        return HostState.Assemble(identity.Id, clock.GetUtcNow(), kernelSeen, engineSeen);
    }

    private static IEnumerable<string> PathsOf(Container container)
    {
        if (container.SandboxKey is { } key)
            yield return key;
        if (container.Pid is { } pid)
            yield return $"/proc/{pid}/ns/net";
    }
}
