using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>What carries a published port.</summary>
public enum CarriedBy
{
    /// <summary>Nothing was found, but not everything could be read.</summary>
    Unknown,

    /// <summary>Nothing: the port is published in the engine's books only.</summary>
    None,

    /// <summary>A DNAT rule.</summary>
    Dnat,

    /// <summary>A docker-proxy process.</summary>
    Proxy,

    /// <summary>A DNAT rule, and a docker-proxy for what the rule does not take.</summary>
    Both,
}

/// <summary>How a published port of a running container is carried out.</summary>
/// <param name="Port">The published port.</param>
/// <param name="ContainerId">Container's full id.</param>
/// <param name="ContainerName">Container's name.</param>
/// <param name="Dnat">The DNAT rule that leads to the container; null where none was found.</param>
/// <param name="Proxy">The docker-proxy that leads to the container; null where none was found.</param>
/// <param name="CarriedBy">What was found to carry it.</param>
/// <param name="Detail">The same as a sentence, with what could not be read.</param>
public sealed record PortForward(
    PublishedPort Port,
    string ContainerId,
    string ContainerName,
    DnatRule? Dnat,
    ProxyProcess? Proxy,
    CarriedBy CarriedBy,
    string Detail);
