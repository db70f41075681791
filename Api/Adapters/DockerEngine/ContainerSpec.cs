using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>A container to create. What it cannot say (privileges, host namespaces, host paths, devices) cannot be created.</summary>
public sealed record ContainerSpec
{
    /// <summary>Name; null for <c>netapi-</c> and twelve random hexadecimal digits.</summary>
    public string? Name { get; init; }

    /// <summary>Image reference or id.</summary>
    public required string Image { get; init; }

    /// <summary>Command and its arguments; empty for the image's own.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Entry point; empty for the image's own.</summary>
    public ImmutableArray<string> Entrypoint { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Gives it a terminal (<c>docker run -t</c>).</summary>
    public bool Tty { get; init; }

    /// <summary>Keeps standard input open (<c>docker run -i</c>).</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Ports to publish.</summary>
    public ImmutableArray<PortSpec> Ports { get; init; } = [];

    /// <summary>Networks to attach to, the first being its main one; empty for the default bridge.</summary>
    public ImmutableArray<AttachmentSpec> Networks { get; init; } = [];

    /// <summary>Named volumes to mount.</summary>
    public ImmutableArray<VolumeSpec> Volumes { get; init; } = [];

    /// <summary><c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</summary>
    public string RestartPolicy { get; init; } = "no";

    /// <summary>Memory limit in bytes; null for none. The engine refuses less than 6 MiB.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>The same with a name, by which it is known before the engine has given it an id.</summary>
    public ContainerSpec Named() => Name is null ? this with { Name = $"netapi-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}" } : this;
}

/// <summary>A port to publish.</summary>
/// <param name="HostAddress">Host address; null for all addresses of both families, as with <c>-p 8000:80</c>.</param>
/// <param name="HostPort">1 to 65535; 0 lets the engine choose.</param>
/// <param name="ContainerPort">1 to 65535.</param>
/// <param name="Protocol">Transport.</param>
public sealed record PortSpec(IPAddress? HostAddress, int HostPort, int ContainerPort, TransportProtocol Protocol);

/// <summary>A network to attach a container to.</summary>
/// <param name="Network">Name, id, or the beginning of an id. The networks <c>host</c> and <c>none</c> are refused.</param>
/// <param name="Ipv4Address">Fixed IPv4 address; null lets the engine choose.</param>
/// <param name="Ipv6Address">Fixed IPv6 address; null lets the engine choose.</param>
/// <param name="Aliases">Names that other containers of the network resolve to it.</param>
public sealed record AttachmentSpec(string Network, IPAddress? Ipv4Address, IPAddress? Ipv6Address, ImmutableArray<string> Aliases);

/// <summary>A named volume to mount; never a path of the host.</summary>
/// <param name="Name">Volume name; the engine creates it where it does not exist.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record VolumeSpec(string Name, string Target, bool ReadOnly);

/// <summary>A container that was created.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Warnings">What the engine warned of, in its own words.</param>
public sealed record CreatedContainer(string Id, ImmutableArray<string> Warnings);
