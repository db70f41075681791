using System.Net;
using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
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
    /// <summary>What lets a state's held ports and exposed ports through.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, here or in <paramref name="page"/>.</exception>
    internal Compiled Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        var protocol = Words.Read<TransportProtocol>("protocol", Protocol, faults);
        var address = HostAddresses.Read(Address, faults);
        PortNumbers.Check("port", Port, faults);
        var holder = Words.Read<PortHolderKind>("holder", Holder, faults);
        faults.ThrowIfAny();
        return new Compiled(this, protocol, address, holder);
    }

    /// <summary>A filter whose values were read.</summary>
    internal sealed class Compiled(PortFilter filter, TransportProtocol? protocol, IPAddress? address, PortHolderKind? holder)
    {
        /// <summary>Whether a container passes, in one state.</summary>
        /// <exception cref="InvalidRequestException">The state has no such container.</exception>
        public Func<Container, bool> Containers(HostState state)
        {
            if (filter.Container is null)
                return _ => true;
            var faults = new FaultList();
            var ids = FilterTargets.Containers(state, filter.Container, faults).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
            faults.ThrowIfAny();
            return c => ids.Contains(c.Id);
        }

        /// <summary>Whether a held port passes, where those containers do.</summary>
        public Func<HeldPort, bool> Ports(Func<Container, bool> isContainer) =>
            p => (protocol is null || p.Protocol == protocol)
                && (address is null || p.Claims(address) != false)
                && (filter.Port is null || p.Port == filter.Port)
                && (holder is null || p.Kind == holder)
                && (filter.Container is null || (p.Container is { } container && isContainer(container)));
    }
}
