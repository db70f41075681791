namespace NetApi.Containers;

/// <summary>A container to create. What it cannot say cannot be done: no privileged mode, capabilities, devices, host paths, host network, security options or sysctls.</summary>
public sealed record CreateContainerRequest
{
    /// <summary>Name: a letter or digit, then letters, digits, <c>_</c>, <c>.</c> and <c>-</c>. Omitted: <c>netapi-</c> and twelve random digits.</summary>
    public string? Name { get; init; }

    /// <summary>Image, as <c>docker run</c> takes it.</summary>
    public string? Image { get; init; }

    /// <summary>Command and arguments; omitted: the image's own.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Entry point; omitted: the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Environment variables by name.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Labels by name.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Give it a terminal (<c>-t</c>).</summary>
    public bool Tty { get; init; }

    /// <summary>Keep its standard input open (<c>-i</c>).</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Ports to publish.</summary>
    public IReadOnlyList<PortRequest>? Ports { get; init; }

    /// <summary>Networks to attach it to; omitted: Docker's default bridge.</summary>
    public IReadOnlyList<NetworkRequest>? Networks { get; init; }

    /// <summary>Named volumes to mount.</summary>
    public IReadOnlyList<VolumeRequest>? Volumes { get; init; }

    /// <summary><c>no</c> (default), <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Memory limit in bytes, at least 6 MiB (the engine's own minimum); omitted: none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Start it once it is created; true where omitted.</summary>
    public bool Start { get; init; } = true;

    /// <summary><c>missing</c> (default): pull the image if the engine lacks it; <c>always</c>; <c>never</c>.</summary>
    public string? Pull { get; init; }
}

/// <summary>A port to publish, or a range of them.</summary>
public sealed record PortRequest
{
    /// <summary>Host address, IPv4 or IPv6, one that a link of the host has; omitted: all addresses, as with <c>-p 8000:80</c>.</summary>
    public string? HostIp { get; init; }

    /// <summary>Host port or range of the same length; 0 or omitted: the engine chooses.</summary>
    public PortText? HostPort { get; init; }

    /// <summary>Container port 1 to 65535, or a range such as <c>"80-83"</c>.</summary>
    public PortText? ContainerPort { get; init; }

    /// <summary><c>tcp</c> (default), <c>udp</c> or <c>sctp</c>.</summary>
    public string? Protocol { get; init; }
}

/// <summary>A network to attach the container to.</summary>
public sealed record NetworkRequest
{
    /// <summary>Name or id of a network.</summary>
    public string? Name { get; init; }

    /// <summary>Fixed IPv4 address within the network's subnet; omitted: the engine chooses.</summary>
    public string? Ipv4Address { get; init; }

    /// <summary>Fixed IPv6 address within the network's subnet; omitted: the engine chooses.</summary>
    public string? Ipv6Address { get; init; }

    /// <summary>Further names under which the network's other containers find it.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }
}

/// <summary>A named volume to mount. Host paths cannot be mounted.</summary>
public sealed record VolumeRequest
{
    /// <summary>Name of the volume; made if there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute path in the container.</summary>
    public string? Target { get; init; }

    /// <summary>Mount it read-only.</summary>
    public bool ReadOnly { get; init; }
}
