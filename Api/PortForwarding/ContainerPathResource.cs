using System.Net;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.PortForwarding;

/// <summary>The way from outside to a container and back, hop by hop, as the host is set up for it. No verdict: a rule on the way may still drop a packet; a probe tells.</summary>
/// <param name="Container">The container.</param>
/// <param name="Note">What is special about it: not running, network mode host, none or container:ID; null for nothing.</param>
/// <param name="Published">For each published port the way in, and the reply's way back.</param>
/// <param name="Outbound">The way of connections that the container opens itself.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record ContainerPathResource(
    ContainerRef Container,
    string? Note,
    IReadOnlyList<PublishedPathResource> Published,
    IReadOnlyList<OutboundPathResource> Outbound,
    bool Complete,
    IReadOnlyList<Gap> Gaps)
{
    /// <summary>The path as the API shows it.</summary>
    public static ContainerPathResource Of(ContainerPath path, IReadOnlyList<Gap> gaps) => new(
        new ContainerRef(path.ContainerId, path.ContainerName),
        path.Note,
        [
            .. path.Published.Select(p => new PublishedPathResource(
                p.Port.HostAddress, p.Port.HostPort, p.Port.ContainerPort, p.Port.Protocol, p.CarriedBy, [.. p.In.Select(HopResource.Of)], [.. p.Reply.Select(HopResource.Of)])),
        ],
        [.. path.Outbound.Select(o => new OutboundPathResource(o.Network, o.Source, [.. o.Hops.Select(HopResource.Of)]))],
        gaps.Count == 0,
        gaps);
}

/// <summary>The way to a published port.</summary>
/// <param name="HostIp">Host address.</param>
/// <param name="HostPort">Host port.</param>
/// <param name="ContainerPort">Container port.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="CarriedBy">What carries it.</param>
/// <param name="In">From outside to the container.</param>
/// <param name="Reply">From the container back to who connected.</param>
public sealed record PublishedPathResource(
    IPAddress HostIp,
    int HostPort,
    int ContainerPort,
    TransportProtocol Protocol,
    CarriedBy CarriedBy,
    IReadOnlyList<HopResource> In,
    IReadOnlyList<HopResource> Reply);

/// <summary>The way of a connection that the container opens to the outside.</summary>
/// <param name="Network">Network it leaves by; null for the host's own.</param>
/// <param name="Source">The container's address there; null for the host's own.</param>
/// <param name="Hops">From the container to outside.</param>
public sealed record OutboundPathResource(string? Network, IPAddress? Source, IReadOnlyList<HopResource> Hops);

/// <summary>A station on the way.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its real name: a link, a chain, a namespace, a process; null where it is missing and has none.</param>
/// <param name="Detail">What happens there, as a sentence.</param>
/// <param name="Index">ifindex, for a link.</param>
/// <param name="Namespace">Id of the namespace, for a link or a namespace.</param>
/// <param name="Addresses">Addresses, for a link.</param>
/// <param name="Rule">The rule that acts, or that may, for a rule.</param>
/// <param name="DockerProxy">The process, for a proxy.</param>
/// <param name="Missing">Why it is not there, could not be found, or does not surely do its part, as where a rule drops; null where it was found and does.</param>
public sealed record HopResource(
    HopKind Kind,
    string? Name,
    string Detail,
    int? Index,
    NetnsId? Namespace,
    IReadOnlyList<InterfaceAddress> Addresses,
    RuleResource? Rule,
    ProxyResource? DockerProxy,
    string? Missing)
{
    /// <summary>The hop as the API shows it.</summary>
    public static HopResource Of(PathHop hop) =>
        new(hop.Kind, hop.Name, hop.Detail, hop.LinkIndex, hop.Namespace, hop.Addresses, RuleResource.Of(hop.Rule), ProxyResource.Of(hop.Proxy), hop.Missing);
}
