using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Sockets;

/// <summary>Narrows a list of sockets; what is given must hold together.</summary>
/// <param name="Namespace">Only sockets of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only sockets of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Protocol">Only sockets of this transport: tcp, udp or sctp.</param>
/// <param name="Family">Only sockets of this IP version: ipv4 or ipv6.</param>
/// <param name="Port">Only sockets on this port.</param>
public sealed record SocketFilter(string? Namespace, string? Container, string? Protocol, string? Family, int? Port)
{
    /// <summary>A state's sockets that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<ListeningSocket> Find(HostIndex index, FaultList faults)
    {
        var protocol = Words.Read<TransportProtocol>("protocol", Protocol, faults);
        var family = IpFamilies.Read(Family, faults);
        PortNumbers.Check("port", Port, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Sockets.Where(s => isPlace(s.Namespace)
            && (protocol is null || s.Protocol == protocol)
            && (family is null || IpFamilies.Of(s.Address) == family)
            && (Port is null || s.Port == Port));
    }
}
