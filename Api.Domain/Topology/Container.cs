using System.Collections.Immutable;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>State of a container, in Docker's words.</summary>
public enum ContainerState
{
    /// <summary>The engine named a state that NetApi does not know.</summary>
    Unknown,

    /// <summary>Created, never started.</summary>
    Created,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Running, processes frozen.</summary>
    Paused,

    /// <summary>Between two runs of its restart policy.</summary>
    Restarting,

    /// <summary>Being removed.</summary>
    Removing,

    /// <summary>Ended.</summary>
    Exited,

    /// <summary>Its removal failed.</summary>
    Dead,
}

/// <summary>A container as the engine knows it.</summary>
public sealed record Container
{
    /// <summary>Full id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Name without the leading slash.</summary>
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

    /// <summary>Process id of its first process in the host's view; null where none runs.</summary>
    public int? Pid { get; init; }

    /// <summary>Path of its network namespace (<c>NetworkSettings.SandboxKey</c>); null where it has none.</summary>
    public string? SandboxKey { get; init; }

    /// <summary>Network mode as the engine keeps it: <c>bridge</c>, a network's name, <c>host</c>, <c>none</c> or <c>container:ID</c>.</summary>
    public required string NetworkMode { get; init; }

    /// <summary>Command and its arguments; empty where the image's own is used.</summary>
    public ValueList<string> Command { get; init; }

    /// <summary>Entry point; empty where the image's own is used.</summary>
    public ValueList<string> Entrypoint { get; init; }

    /// <summary>Labels, sorted by name.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Has a terminal (<c>docker run -t</c>).</summary>
    public bool Tty { get; init; }

    /// <summary>Keeps standard input open (<c>docker run -i</c>).</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Restart policy: <c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</summary>
    public string RestartPolicy { get; init; } = "no";

    /// <summary>Memory limit in bytes; null where there is none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Published ports: those in force while it runs, those it will ask for while it does not; none in the networks <c>host</c> and <c>none</c>, where the engine throws them away.</summary>
    public ValueList<PublishedPort> PublishedPorts { get; init; }

    /// <summary>Ports that its image or its creator declared (<c>EXPOSE</c>), published or not, by protocol and port.</summary>
    public ValueList<ExposedPort> ExposedPorts { get; init; }

    /// <summary>Networks it is attached to.</summary>
    public ValueList<NetworkAttachment> Networks { get; init; }

    /// <summary>Whether its namespace exists: running or paused.</summary>
    public bool IsLive => State is ContainerState.Running or ContainerState.Paused;

    /// <summary>Whether it is attached to the network of that name or id; a stopped one may be to a network that is gone.</summary>
    public bool IsAttachedTo(string network) => Networks.Any(n => n.NetworkName == network || (n.NetworkId == network && network.Length > 0));
}

/// <summary>A transport protocol that Docker can publish.</summary>
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>SCTP.</summary>
    Sctp,
}

/// <summary>A host address and port that Docker forwards to a container's port.</summary>
/// <param name="HostAddress">Host address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="HostPort">1 to 65535; 0 where the engine will choose at the next start.</param>
/// <param name="ContainerPort">1 to 65535.</param>
/// <param name="Protocol">Transport.</param>
public sealed record PublishedPort(IPAddress HostAddress, int HostPort, int ContainerPort, TransportProtocol Protocol);

/// <summary>A port that an image or a container's creator declared.</summary>
/// <param name="Port">1 to 65535.</param>
/// <param name="Protocol">Transport.</param>
public sealed record ExposedPort(int Port, TransportProtocol Protocol);

/// <summary>A container's attachment to a network (Docker's endpoint).</summary>
public sealed record NetworkAttachment
{
    /// <summary>Network id; empty where the container was never started and the engine has not resolved it yet.</summary>
    public required string NetworkId { get; init; }

    /// <summary>Network name.</summary>
    public required string NetworkName { get; init; }

    /// <summary>IPv4 address with its prefix; null while the container does not run.</summary>
    public InterfaceAddress? Ipv4 { get; init; }

    /// <summary>IPv6 address with its prefix; null where it has none.</summary>
    public InterfaceAddress? Ipv6 { get; init; }

    /// <summary>IPv4 gateway.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>MAC address the engine gave the endpoint.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Names other containers of the network resolve to it.</summary>
    public ValueList<string> Aliases { get; init; }
}
