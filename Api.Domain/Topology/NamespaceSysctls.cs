using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>The sysctls of one namespace that decide forwarding and the use of ports, those the kernel has: <c>net.ipv4.ip_forward</c>, <c>net.ipv4.conf.all.rp_filter</c> …</summary>
/// <remarks>
/// A link has its own <c>forwarding</c>, <c>rp_filter</c> and <c>proxy_arp</c>. They are there where they differ from those of <c>conf.default</c>, which links follow
/// until they are set for themselves: <c>net.ipv4.conf.docker0.forwarding</c>. <c>route_localnet</c> of bridges and physical links is there where it is set.
/// </remarks>
/// <param name="Namespace">The namespace.</param>
/// <param name="Values">Values by full name, as sysctl(8) prints them.</param>
public sealed record NamespaceSysctls(NetnsId Namespace, ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>Same namespace, same values.</summary>
    public bool Equals(NamespaceSysctls? other) =>
        other is not null && Namespace == other.Namespace && (ReferenceEquals(Values, other.Values) || Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Namespace, Values.Count);
}
