using NetApi.Domain.Reachability;
using NetApi.Topology;

namespace NetApi.Reachability;

/// <summary>What a probe found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ElapsedMicroseconds">From the attempt (connect(2)) to the outcome, also where the vantage's own kernel let nothing out; 0 where it did not come to an attempt.</param>
/// <param name="LocalAddress">Address it was sent from; null where the kernel chose none.</param>
/// <param name="LocalPort">Port it was sent from.</param>
/// <param name="Detail">What happened and what it means, in sentences.</param>
/// <param name="Icmp">The ICMP error that decided; null where none came.</param>
/// <param name="Vantage">Where it started.</param>
/// <param name="Destination">Where it went.</param>
public sealed record ProbeResource(
    ProbeOutcome Outcome,
    long ElapsedMicroseconds,
    string? LocalAddress,
    int? LocalPort,
    string Detail,
    IcmpResource? Icmp,
    VantageResource Vantage,
    DestinationResource Destination)
{
    internal static ProbeResource Of(ProbePlan plan, ProbeResult result) => new(
        result.Outcome,
        result.ElapsedMicroseconds,
        result.LocalEndpoint?.Address.ToString(),
        result.LocalEndpoint?.Port,
        result.Detail,
        result.Icmp is { } icmp ? new IcmpResource(icmp.Type, icmp.Code, icmp.Name, icmp.From.ToString()) : null,
        new VantageResource(plan.Kind, NamespaceRef.Of(plan.Netns), ContainerRef.Of(plan.VantageContainer)),
        new DestinationResource(plan.Destination?.Address.ToString(), plan.Port, plan.Protocol, ContainerRef.Of(plan.DestinationContainer), plan.NetworkName));
}

/// <summary>An ICMP or ICMPv6 error.</summary>
/// <param name="Type">Type.</param>
/// <param name="Code">Code.</param>
/// <param name="Name">In iptables' words: <c>port-unreachable</c>, <c>host-prohibited</c> …</param>
/// <param name="From">Address that sent it.</param>
public sealed record IcmpResource(int Type, int Code, string Name, string From);

/// <summary>Where a probe started.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">The namespace the socket was opened in. Null for the outside vantage: its namespace has no name, was made for this probe after the host was read, and is gone by now, so that a reference would lead nowhere.</param>
/// <param name="Container">The container; null for other kinds.</param>
public sealed record VantageResource(VantageKind Kind, NamespaceRef? Namespace, ContainerRef? Container);

/// <summary>Where a probe went.</summary>
/// <param name="Address">Address; null where the container has none.</param>
/// <param name="Port">Port.</param>
/// <param name="Protocol">Protocol.</param>
/// <param name="Container">The container that was asked for; null where an address was.</param>
/// <param name="Network">The network whose address of that container was taken.</param>
public sealed record DestinationResource(string? Address, int Port, ProbeProtocol Protocol, ContainerRef? Container, string? Network);
