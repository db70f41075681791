using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>The addresses that a host knows and that may therefore be probed: NetApi is no scanner.</summary>
/// <remarks>
/// Known are loopback, the addresses of the host's own links, those of running containers, and the host addresses that running
/// containers are published on. An address is never known because a subnet or a route contains it, nor by what a container that
/// does not run asks for: that is only configuration, and could name any address of the world.
/// </remarks>
public sealed class ProbeDestinations
{
    private readonly HashSet<IPAddress> _known;

    /// <summary>The known addresses of one state.</summary>
    public ProbeDestinations(HostState state)
    {
        var containers = state.Namespaces.Where(n => n.Kind == NetnsKind.Host || n.ContainerIds.Length > 0).Select(n => n.Id).ToHashSet();
        var live = state.Containers.Where(c => c.IsLive).ToList();
        _known =
        [
            .. state.Links.Where(l => containers.Contains(l.Namespace)).SelectMany(l => l.Addresses).Select(a => Canonical(a.Address)),
            .. live.SelectMany(c => c.PublishedPorts).Select(p => Canonical(p.HostAddress)),
            .. live.SelectMany(c => c.Networks).SelectMany(AddressesOf),
        ];
    }

    /// <summary>Whether <paramref name="address"/> may be probed. Multicast, broadcast and unspecified addresses never may.</summary>
    public bool Allows(IPAddress address)
    {
        var canonical = Canonical(address);
        return !IsForMany(canonical) && (IPAddress.IsLoopback(canonical) || _known.Contains(canonical));
    }

    /// <summary>The address that packets are sent to: IPv4 where an IPv6 address only wraps one (<c>::ffff:127.0.0.1</c>).</summary>
    public static IPAddress Canonical(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IEnumerable<IPAddress> AddressesOf(NetworkAttachment attachment)
    {
        if (attachment.Ipv4 is { } ipv4)
            yield return ipv4.Address;
        if (attachment.Ipv6 is { } ipv6)
            yield return ipv6.Address;
    }

    private static bool IsForMany(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            // 224.0.0.0/4 is multicast, 240.0.0.0/4 reserved with the broadcast address in it, 0.0.0.0/8 "this host".
            ? address.GetAddressBytes()[0] is 0 or >= 224
            : address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any);
}
