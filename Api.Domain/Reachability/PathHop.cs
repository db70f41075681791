using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>A station on the way to a container or back.</summary>
public enum HopKind
{
    /// <summary>A link of the host that faces outside, or <c>lo</c> for a port on a loopback address.</summary>
    Nic,

    /// <summary>A DNAT rule.</summary>
    Dnat,

    /// <summary>A docker-proxy process.</summary>
    Proxy,

    /// <summary>What lets the packet pass chain FORWARD, or stops it there.</summary>
    Forward,

    /// <summary>The Linux bridge of the network.</summary>
    Bridge,

    /// <summary>The veth end on the bridge.</summary>
    VethHostEnd,

    /// <summary>The veth end in the container's namespace.</summary>
    VethContainerEnd,

    /// <summary>The container's network namespace.</summary>
    Namespace,

    /// <summary>The container's default route.</summary>
    Gateway,

    /// <summary>The connection's entry in conntrack, which undoes the DNAT for replies.</summary>
    Conntrack,

    /// <summary>A MASQUERADE or SNAT rule.</summary>
    Masquerade,
}

/// <summary>A station on the way, with the facts it rests on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name: a link's, a chain's, a namespace's, a process's, a gateway's address; null where it is missing and has none.</param>
/// <param name="Detail">What happens there, as a sentence.</param>
public sealed record PathHop(HopKind Kind, string? Name, string Detail)
{
    /// <summary>ifindex, for a link.</summary>
    public int? LinkIndex { get; init; }

    /// <summary>Network namespace the link is in, or the hop itself is.</summary>
    public NetnsId? Namespace { get; init; }

    /// <summary>Addresses of the link.</summary>
    public ValueList<InterfaceAddress> Addresses { get; init; }

    /// <summary>The rule that acts, for a rule.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The process, for a proxy.</summary>
    public ProxyProcess? Proxy { get; init; }

    /// <summary>Why the hop is not there, could not be found, or does not surely do its part, as where a rule drops; null where it was found and does.</summary>
    public string? Missing { get; init; }

    internal static PathHop Of(HopKind kind, Link link, string detail) => new(kind, link.Name, detail)
    {
        LinkIndex = link.Index,
        Namespace = link.Namespace,
        Addresses = link.Addresses,
    };

    internal static PathHop Of(HopKind kind, Rule rule, string detail) => new(kind, rule.Chain, detail) { Rule = rule };

    /// <summary>A rule that keeps the hop from its part, or may.</summary>
    internal static PathHop Against(HopKind kind, Rule rule, string reason) => Of(kind, rule, reason) with { Missing = reason };

    internal static PathHop Without(HopKind kind, string reason, string? name = null) => new(kind, name, reason) { Missing = reason };
}
