using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Ports;

/// <summary>Narrows the port table; what is given must hold together.</summary>
/// <param name="Protocol">Only ports of this transport: tcp, udp or sctp.</param>
/// <param name="Address">Only ports that are held, or may be held, on this host address, those on all addresses of its family among them.</param>
/// <param name="Port">Only this port.</param>
/// <param name="Container">Only ports that this container holds: an id, the beginning of one, or a name.</param>
/// <param name="Holder">Only ports with this kind of holder: runningContainer, stoppedContainer or hostProcess.</param>
public sealed record PortFilter(string? Protocol, string? Address, int? Port, string? Container, string? Holder)
{
    /// <summary>The tests that a state's held ports and, for what they expose, its containers pass or not. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal (Func<HeldPort, bool> IsPort, Func<Container, bool> IsContainer) Compile(HostState state, FaultList faults)
    {
        var protocol = Words.Read<TransportProtocol>("protocol", Protocol, faults);
        var address = HostAddresses.Read(Address, faults);
        PortNumbers.Check("port", Port, faults);
        var holder = Words.Read<PortHolderKind>("holder", Holder, faults);
        var containers = Container is null ? null : FilterTargets.Containers(state, Container, faults).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return (
            p => (protocol is null || p.Protocol == protocol)
                && (address is null || p.Claims(address) != false)
                && (Port is null || p.Port == Port)
                && (holder is null || p.Kind == holder)
                && (containers is null || (p.Container is { } container && containers.Contains(container.Id))),
            c => containers?.Contains(c.Id) != false);
    }
}
