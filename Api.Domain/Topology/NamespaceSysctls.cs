using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>The sysctls of one namespace that decide forwarding and the use of ports, those the kernel has: <c>net.ipv4.ip_forward</c>, <c>net.ipv4.conf.all.rp_filter</c> …</summary>
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
