namespace NetApi.Networks;

/// <summary>A network of the bridge driver to create.</summary>
public sealed record CreateNetworkRequest
{
    /// <summary>Name: a letter or digit, then letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</summary>
    public string? Name { get; init; }

    /// <summary>IPv4 subnet such as <c>172.20.0.0/16</c>, prefix 8 to 30; omitted: the engine chooses one.</summary>
    public string? Subnet { get; init; }

    /// <summary>The bridge's IPv4 address within <c>subnet</c>; omitted: the engine takes the first.</summary>
    public string? Gateway { get; init; }

    /// <summary>Give containers IPv6 addresses too.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>IPv6 subnet such as <c>fd00:20::/64</c>, prefix 8 to 126; engines before 27 cannot choose one.</summary>
    public string? Ipv6Subnet { get; init; }

    /// <summary>Cut it off from the outside (<c>--internal</c>).</summary>
    public bool Internal { get; init; }

    /// <summary>Let containers of the network talk to each other; true where omitted.</summary>
    public bool Icc { get; init; } = true;

    /// <summary>Labels by name.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
