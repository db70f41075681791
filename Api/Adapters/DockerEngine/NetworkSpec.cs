using System.Collections.Immutable;
using System.Net;

namespace NetApi.Adapters.DockerEngine;

/// <summary>A network of the bridge driver to create.</summary>
public sealed record NetworkSpec
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>IPv4 subnet; null lets the engine choose one from its pools.</summary>
    public IPNetwork? Subnet { get; init; }

    /// <summary>The bridge's IPv4 address; null lets the engine choose. Needs <see cref="Subnet"/>.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>IPv6 subnet; engines before 27 need one where <see cref="EnableIpv6"/> is set.</summary>
    public IPNetwork? Ipv6Subnet { get; init; }

    /// <summary>Cut off from the outside (<c>--internal</c>).</summary>
    public bool Internal { get; init; }

    /// <summary>Gives containers IPv6 addresses too.</summary>
    public bool EnableIpv6 { get; init; }

    /// <summary>Lets containers of the network talk to each other.</summary>
    public bool Icc { get; init; } = true;

    /// <summary>Labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A network that was created.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Warnings">What the engine warned of, in its own words.</param>
public sealed record CreatedNetwork(string Id, ImmutableArray<string> Warnings);
