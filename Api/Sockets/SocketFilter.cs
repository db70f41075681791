using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
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
    /// <summary>What lets a state's sockets through.</summary>
    /// <exception cref="InvalidRequestException">Something is malformed, here or in <paramref name="page"/>; from what is returned: something names nothing in the state.</exception>
    internal Func<HostIndex, IEnumerable<ListeningSocket>> Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        var protocol = Words.Read<TransportProtocol>("protocol", Protocol, faults);
        var family = IpFamilies.Read(Family, faults);
        PortNumbers.Check("port", Port, faults);
        faults.ThrowIfAny();
        return index =>
        {
            var isPlace = PlaceFilter.Compile(index, Namespace, Container);
            return index.State.Sockets.Where(s => isPlace(s.Namespace)
                && (protocol is null || s.Protocol == protocol)
                && (family is null || IpFamilies.Of(s.Address) == family)
                && (Port is null || s.Port == Port));
        };
    }
}
