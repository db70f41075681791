namespace NetApi.Domain.Topology;

/// <summary>
/// What the kernel shows otherwise than the engine was last heard to say. An engine tells no event of some of what it does, such as to make
/// <c>docker_gwbridge</c> when it joins a swarm; these are the signs of it.
/// </summary>
public static class SilentChanges
{
    /// <summary>The differences, each in words that stay the same as long as it lasts. None where engine or kernel could not be read.</summary>
    public static HashSet<string> In(HostState state)
    {
        if (state.HostNamespace is not { } host || state.Gaps.Any(g => g.Scope is "engine" or "kernel"))
            return [];
        var bridges = state.Links.Where(l => l.IsBridge && l.Namespace == host.Id).Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        var carrying = state.Networks.Select(n => n.BridgeName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. bridges.Where(b => DockerNames.IsBridge(b) && !carrying.Contains(b)).Select(b => $"bridge {b} is of no network"),
            .. carrying.Where(b => !bridges.Contains(b)).Select(b => $"bridge {b} is not there"),
            .. state.Namespaces.Where(n => n.Kind == NetnsKind.Process && n.Paths.Any(DockerNames.IsSwarms)).Select(n => $"namespace {n.Id} is of no network"),
            .. state.Networks.Where(n => n.IsIngress && !state.Namespaces.Any(s => s.Kind == NetnsKind.Overlay && s.Name == n.Name)).Select(n => $"network {n.Name} has no namespace"),
            .. SwarmIn(state),
        ];
    }

    // Who is in a swarm has its ingress network.
    private static IEnumerable<string> SwarmIn(HostState state)
    {
        if (state.Engine is { } settings && (settings.Swarm == "active") != state.Networks.Any(n => n.IsIngress))
            yield return $"swarm is {settings.Swarm}";
    }
}
