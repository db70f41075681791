using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting.Answers;
using NetApi.Topology;

namespace NetApi.Containers;

/// <summary>A container, with its interfaces as the kernel shows them.</summary>
public sealed record ContainerResource : StateResource
{
    /// <summary>Full id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Image as it was asked for.</summary>
    public required string Image { get; init; }

    /// <summary>State.</summary>
    public required ContainerState State { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last started, UTC; null where it never was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Exit code of its last run; null while it runs or before its first start.</summary>
    public long? ExitCode { get; init; }

    /// <summary>Process id of its first process on the host; null where none runs.</summary>
    public int? Pid { get; init; }

    /// <summary>Command; empty where the image's own is used.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Entry point; empty where the image's own is used.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>Labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Has a terminal.</summary>
    public required bool Tty { get; init; }

    /// <summary>Keeps standard input open.</summary>
    public required bool OpenStdin { get; init; }

    /// <summary>Restart policy.</summary>
    public required string RestartPolicy { get; init; }

    /// <summary>Memory limit in bytes; null where there is none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Network mode as the engine keeps it.</summary>
    public required string NetworkMode { get; init; }

    /// <summary>Published ports; of a stopped container those it will ask for, which are reserved.</summary>
    public required IReadOnlyList<PublishedPortResource> Ports { get; init; }

    /// <summary>Ports that its image or its creator declared, published or not.</summary>
    public IReadOnlyList<ExposedPort> ExposedPorts { get; init; } = [];

    /// <summary>Networks it is attached to.</summary>
    public required IReadOnlyList<AttachmentResource> Networks { get; init; }

    /// <summary>Its network namespace; null while it does not run, or where the namespace cannot be seen.</summary>
    public NamespaceRef? Namespace { get; init; }

    /// <summary>Its links without loopback, read from the kernel; empty while it does not run, null where its namespace could not be read.</summary>
    public IReadOnlyList<InterfaceResource>? Interfaces { get; init; }

    /// <summary>What a user should know: a port that is open to the outside, a warning of the engine.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>The container as the state shows it.</summary>
    public static ContainerResource Of(Container container, HostState state, IReadOnlyList<Warning>? further = null)
    {
        var netns = state.NamespaceOf(container.Id);
        return new ContainerResource
        {
            Id = container.Id,
            Name = container.Name,
            Image = container.Image,
            State = container.State,
            CreatedAt = container.CreatedAt,
            StartedAt = container.StartedAt,
            ExitCode = container.ExitCode,
            Pid = container.Pid,
            Command = container.Command,
            Entrypoint = container.Entrypoint,
            Labels = container.Labels,
            Tty = container.Tty,
            OpenStdin = container.OpenStdin,
            RestartPolicy = container.RestartPolicy,
            MemoryLimitBytes = container.MemoryLimitBytes,
            NetworkMode = container.NetworkMode,
            Ports = [.. container.PublishedPorts.Select(p => new PublishedPortResource(p.HostAddress, p.HostPort, p.ContainerPort, p.Protocol))],
            ExposedPorts = container.ExposedPorts,
            Networks = [.. container.Networks.Select(AttachmentResource.Of)],
            Namespace = NamespaceRef.Of(netns),
            Interfaces = InterfacesOf(container, state, netns),
            Warnings = [.. Exposure.WarningsOf(container), .. further ?? []],
        };
    }

    private static List<InterfaceResource>? InterfacesOf(Container container, HostState state, NetworkNamespace? netns)
    {
        if (!container.IsLive)
            return [];
        return netns is null ? null : [.. state.LinksOf(netns.Id).Where(l => l.Kind != "loopback").Select(l => InterfaceResource.Of(l, HostIndex.Of(state)))];
    }
}

/// <summary>A host address and port that Docker forwards to the container.</summary>
/// <param name="HostIp">Host address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="HostPort">Host port; 0 where the engine will choose at the next start.</param>
/// <param name="ContainerPort">Container port.</param>
/// <param name="Protocol">Transport.</param>
public sealed record PublishedPortResource(IPAddress HostIp, int HostPort, int ContainerPort, TransportProtocol Protocol);

/// <summary>An attachment to a network, as the engine knows it.</summary>
/// <param name="Id">Id of the network.</param>
/// <param name="Name">Name of the network.</param>
/// <param name="Ipv4Address">IPv4 address with prefix; null while the container does not run.</param>
/// <param name="Ipv6Address">IPv6 address with prefix; null where it has none.</param>
/// <param name="Gateway">IPv4 gateway.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="Aliases">Further names under which the network's containers find it.</param>
public sealed record AttachmentResource(
    string Id,
    string Name,
    InterfaceAddress? Ipv4Address,
    InterfaceAddress? Ipv6Address,
    IPAddress? Gateway,
    MacAddress? Mac,
    IReadOnlyList<string> Aliases)
{
    /// <summary>The attachment as the state shows it.</summary>
    public static AttachmentResource Of(NetworkAttachment a) => new(a.NetworkId, a.NetworkName, a.Ipv4, a.Ipv6, a.Gateway, a.Mac, a.Aliases);
}

/// <summary>What a user should know, though nothing is wrong.</summary>
/// <param name="Code">Stable kebab-case word for scripts.</param>
/// <param name="Detail">A sentence.</param>
public sealed record Warning(string Code, string Detail);
