namespace NetApi.Networks;

/// <summary>How a container is to be attached to a network.</summary>
public sealed record AttachRequest
{
    /// <summary>Fixed IPv4 address within the network's subnet; omitted: the engine chooses.</summary>
    public string? Ipv4Address { get; init; }

    /// <summary>Fixed IPv6 address within the network's subnet; omitted: the engine chooses.</summary>
    public string? Ipv6Address { get; init; }

    /// <summary>Further names under which the network's other containers find it.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }
}
