using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Says whose a namespace is, from the engine's sandboxes and the paths and processes it was seen with.</summary>
public static class NamespaceClassifier
{
    private const string NamedDirectory = "/run/netns/";

    // Docker mounts an overlay network's namespace as N-NETWORKID (ten digits of it), a load balancer's sandbox as lb_NETWORKID.
    private const int OverlayIdDigits = 10;

    /// <summary>Classifies one sighting. The host comes first, then containers: a container that shares the host's namespace does not make it its own.</summary>
    public static NetworkNamespace Classify(NamespaceSighting sighting, EngineObservation engine)
    {
        var containers = engine.Containers.Where(c => c.IsLive && LivesIn(c, sighting)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var (kind, name) = KindAndName(sighting, containers, engine.Networks);
        return new NetworkNamespace
        {
            Id = sighting.Id,
            Inode = sighting.Inode,
            Cookie = sighting.Cookie,
            Kind = kind,
            Name = name,
            ContainerIds = [.. containers.Select(c => c.Id)],
            Paths = sighting.Paths,
        };
    }

    /// <summary>A gap for each live container that lives in none of <paramref name="namespaces"/>. One in network mode <c>host</c> has none of its own to be missed.</summary>
    public static IEnumerable<Gap> NotFound(EngineObservation engine, ImmutableArray<NetworkNamespace> namespaces)
    {
        var found = namespaces.SelectMany(n => n.ContainerIds).ToHashSet(StringComparer.Ordinal);
        return engine.Containers
            .Where(c => c.IsLive && c.NetworkMode != "host" && !found.Contains(c.Id))
            .OrderBy(c => c.Id, StringComparer.Ordinal)
            .Select(c => new Gap(
                $"container:{c.Id}",
                "namespace-not-found",
                $"The engine says that {c.Name} runs, and the kernel showed no network namespace of it. It ended between the two readings, and the next one shows it so; or NetApi may not enter that namespace, and another gap says why."));
    }

    private static (NetnsKind, string) KindAndName(NamespaceSighting sighting, List<Container> containers, ImmutableArray<Network> networks)
    {
        if (sighting.IsOwn)
            return (NetnsKind.Host, "host");
        // Of containers that share a namespace, the owner is the one whose network mode is not container:ID.
        if (containers.OrderBy(c => c.NetworkMode.StartsWith("container:", StringComparison.Ordinal)).FirstOrDefault() is { } owner)
            return (NetnsKind.Container, owner.Name);
        if (sighting.Paths.Select(p => OverlayOf(p, networks)).FirstOrDefault(n => n is not null) is { } overlay)
            return (NetnsKind.Overlay, overlay.Name);
        if (sighting.Paths.FirstOrDefault(p => Normalize(p).StartsWith(NamedDirectory, StringComparison.Ordinal)) is { } named)
            return (NetnsKind.Named, Normalize(named)[NamedDirectory.Length..]);
        if (sighting.ProcessName is { } process)
            return (NetnsKind.Process, process);
        return (NetnsKind.Process, sighting.Paths.FirstOrDefault() ?? sighting.Id.Value);
    }

    private static bool LivesIn(Container container, NamespaceSighting sighting) =>
        (container.Pid is { } pid && sighting.Pids.Contains(pid))
        || (container.SandboxKey is { Length: > 0 } key && sighting.Paths.Any(p => Normalize(p) == Normalize(key)));

    private static Network? OverlayOf(string path, ImmutableArray<Network> networks)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        var id = dash >= 0 ? file[(dash + 1)..] : "";
        return id.Length < OverlayIdDigits
            ? null
            : networks.FirstOrDefault(n => n.Driver == "overlay" && n.Id.StartsWith(id, StringComparison.Ordinal));
    }

    // /var/run is a link to /run on every current system, and Docker writes the one or the other.
    private static string Normalize(string path) =>
        path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;
}
