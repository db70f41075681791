using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Ports;

/// <summary>A host address and port that somebody holds.</summary>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Holder">Who holds it.</param>
/// <param name="Certain">Whether it is known which addresses the holder has: false for a process on <c>::</c> of which it could not be read whether it takes IPv4 too, true for all else. Says nothing of when that was: a process is told as of the last look at the host's sockets, a minute ago at the most.</param>
public sealed record PortResource(TransportProtocol Protocol, IPAddress Address, int Port, PortHolderResource Holder, bool Certain)
{
    /// <summary>The port as the table shows it.</summary>
    internal static PortResource Of(HeldPort port) => new(port.Protocol, port.Address, port.Port, PortHolderResource.Of(port), port.TakesIpv4 is not null);

    /// <summary>Sorts as the table: by protocol, port and address; several may hold one port: two stopped containers, a process on :: and one on 0.0.0.0.</summary>
    internal static string KeyOf(HeldPort port) => string.Create(CultureInfo.InvariantCulture,
        $"{(int)port.Protocol}/{port.Port:D5}/{IpFamilies.KeyOf(port.Address)}/{(int)port.Kind}/{port.Container?.Name}/{port.ContainerPort:D5}/{port.Pid:D10}/{port.LinkName}/{port.TakesIpv4}/{port.Container?.Id}");
}

/// <summary>Who holds a host port.</summary>
/// <param name="Kind">A running container that publishes it, a stopped one that has it configured, or a process of the host.</param>
/// <param name="Container">The container; of a process, the one it runs in, in the host's network. Null for other processes.</param>
/// <param name="ContainerPort">The container's port behind it; null for a process.</param>
/// <param name="Process">The process; of a published port the engine's, such as docker-proxy. Null where there is none, or none could be found.</param>
/// <param name="Link">The link that a process's socket is bound to; null for any.</param>
/// <param name="TakesIpv4">Whether a process on <c>::</c> holds the port for IPv4 too; null where that could not be read. False for everything else.</param>
/// <param name="Detail">The holder as a sentence.</param>
public sealed record PortHolderResource(
    PortHolderKind Kind,
    ContainerRef? Container,
    int? ContainerPort,
    ProcessRef? Process,
    string? Link,
    bool? TakesIpv4,
    string Detail)
{
    internal static PortHolderResource Of(HeldPort port) => new(
        port.Kind,
        ContainerRef.Of(port.Container),
        port.ContainerPort,
        ProcessRef.Of(port.Pid, port.Process),
        port.LinkName,
        port.TakesIpv4,
        port.ToString());
}

/// <summary>What a container exposes and does not publish: reachable from its networks, not through the host.</summary>
/// <param name="Container">The container.</param>
/// <param name="Ports">The ports.</param>
public sealed record ExposedResource(ContainerRef Container, IReadOnlyList<ExposedPort> Ports)
{
    internal static ExposedResource Of(UnpublishedPorts ports) => new(new ContainerRef(ports.Container.Id, ports.Container.Name), ports.Ports);
}

/// <summary>A page of the port table.</summary>
/// <param name="Items">Held ports, by protocol, port and address.</param>
/// <param name="Exposed">What containers expose and do not publish, by container name; on the first page alone, narrowed by <c>container</c> alone.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="ObservedAt">When the state came about, UTC: when it last differed from the one before, which on a quiet host may be hours ago. It has been watched since, and what could not be is in the gaps; sockets of the host's processes are looked up at least once a minute.</param>
public sealed record PortPage(
    IReadOnlyList<PortResource> Items,
    IReadOnlyList<ExposedResource> Exposed,
    string? NextCursor,
    bool Complete,
    IReadOnlyList<Gap> Gaps,
    DateTimeOffset ObservedAt);
