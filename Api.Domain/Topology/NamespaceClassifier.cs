using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Says whose a namespace is, from the engine's sandboxes and the paths and processes it was seen with.</summary>
public sealed class NamespaceClassifier
{
    /// <summary>Code of a gap that <see cref="NotFound"/> gives.</summary>
    public const string NotFoundCode = "namespace-not-found";

    private const string NamedDirectory = "/run/netns/";

    private readonly EngineObservation _engine;
    private readonly ILookup<int, Container> _byPid;
    private readonly ILookup<string, Container> _bySandbox;

    /// <summary>Classifies by what <paramref name="engine"/> shows.</summary>
    public NamespaceClassifier(EngineObservation engine)
    {
        var live = engine.Containers.Where(c => c.IsLive).ToList();
        _engine = engine;
        _byPid = live.Where(c => c.Pid is not null).ToLookup(c => c.Pid!.Value);
        _bySandbox = live.Where(c => c.SandboxKey is { Length: > 0 }).ToLookup(c => Normalize(c.SandboxKey!), StringComparer.Ordinal);
    }

    /// <summary>Classifies one sighting. The host comes first, then containers: a container that shares the host's namespace does not make it its own.</summary>
    public NetworkNamespace Classify(NamespaceSighting sighting)
    {
        var containers = ContainersIn(sighting);
        var (kind, name) = KindAndName(sighting, containers);
        return new NetworkNamespace
        {
            Id = sighting.Id,
            Inode = sighting.Inode,
            Cookie = sighting.Cookie,
            Kind = kind,
            Name = name,
            ContainerIds = [.. containers.Select(c => c.Id)],
            IsWithoutProcess = kind == NetnsKind.Named && sighting.Pids.IsEmpty,
            Paths = sighting.Paths,
        };
    }

    /// <summary>A gap for each live container that lives in none of <paramref name="namespaces"/>. One in network mode <c>host</c> has none of its own to be missed.</summary>
    public IEnumerable<Gap> NotFound(ImmutableArray<NetworkNamespace> namespaces)
    {
        var found = namespaces.SelectMany(n => n.ContainerIds).ToHashSet(StringComparer.Ordinal);
        return _engine.Containers
            .Where(c => c.IsLive && c.NetworkMode != "host" && !found.Contains(c.Id))
            .OrderBy(c => c.Id, StringComparer.Ordinal)
            .Select(c => new Gap(
                $"container:{c.Id}",
                NotFoundCode,
                $"The engine says that {c.Name} runs, and the kernel shows no network namespace of it. NetApi may not enter that namespace, and another gap says why; or the engine has not noticed that the container ended."));
    }

    // For each namespace at each of the engine's events: most have none or one.
    private List<Container> ContainersIn(NamespaceSighting sighting)
    {
        var containers = new List<Container>();
        foreach (var pid in sighting.Pids)
            Add(_byPid[pid]);
        foreach (var path in sighting.Paths)
            Add(_bySandbox[Normalize(path)]);
        containers.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return containers;

        void Add(IEnumerable<Container> found)
        {
            foreach (var container in found)
            {
                if (!containers.Exists(c => ReferenceEquals(c, container)))
                    containers.Add(container);
            }
        }
    }

    private (NetnsKind Kind, string Name) KindAndName(NamespaceSighting sighting, List<Container> containers)
    {
        if (sighting.IsOwn)
            return (NetnsKind.Host, "host");
        // Of containers that share a namespace, the owner is the one whose network mode is not container:ID.
        if (containers.OrderBy(c => c.NetworkMode.StartsWith("container:", StringComparison.Ordinal)).FirstOrDefault() is { } owner)
            return (NetnsKind.Container, owner.Name);
        if (sighting.Paths.Select(OverlayOf).FirstOrDefault(n => n is not null) is { } overlay)
            return (NetnsKind.Overlay, overlay.Name);
        if (sighting.Paths.Select(LoadBalancedIn).FirstOrDefault(n => n is not null) is { } balanced)
            return (NetnsKind.LoadBalancer, balanced.IsIngress ? $"{balanced.Name}-sbox" : $"lb-{balanced.Name}");
        if (sighting.Paths.FirstOrDefault(p => Normalize(p).StartsWith(NamedDirectory, StringComparison.Ordinal)) is { } named)
            return (NetnsKind.Named, Normalize(named)[NamedDirectory.Length..]);
        if (sighting.ProcessName is { } process)
            return (NetnsKind.Process, process);
        return (NetnsKind.Process, sighting.Paths.IsEmpty ? sighting.Id.Value : sighting.Paths[0]);
    }

    private Network? OverlayOf(string path) => OverlayNetwork(DockerNames.OverlayIn(path));

    private Network? LoadBalancedIn(string path) =>
        DockerNames.IsRoutingMesh(path) ? _engine.Networks.FirstOrDefault(n => n.IsIngress) : OverlayNetwork(DockerNames.LoadBalancedIn(path));

    private Network? OverlayNetwork(string? id) =>
        id is null ? null : _engine.Networks.FirstOrDefault(n => n.Driver == "overlay" && n.Id.StartsWith(id, StringComparison.Ordinal));

    // /var/run is a link to /run on every current system, and Docker writes the one or the other.
    private static string Normalize(string path) =>
        path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;
}
