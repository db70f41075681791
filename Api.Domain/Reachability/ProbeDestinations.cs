using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>The addresses that a host knows and that may therefore be probed: NetApi is no scanner.</summary>
/// <remarks>
/// Known are loopback, the addresses of the host's own links, the addresses that the engine gave running containers, and the host
/// addresses that they are published on. What a container's links say counts less, as a container may give itself any address of
/// the world, and from elsewhere that address is somebody else's: it counts for a probe that starts in that same namespace, and
/// where a bridge network of the container, which the host routes to itself, covers it. An address is never known because a subnet or
/// a route contains it, nor by what a container that does not run asks for: that is only configuration.
/// </remarks>
public sealed class ProbeDestinations
{
    private readonly HashSet<IPAddress> _known;

    /// <summary>The known addresses of one state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="vantage">The namespace that the probe starts in; null where it is one made for the probe.</param>
    public ProbeDestinations(HostState state, NetnsId? vantage)
    {
        var live = state.Containers.Where(c => c.IsLive).ToList();
        _known =
        [
            .. state.Namespaces.SelectMany(n => n.Kind == NetnsKind.Host || n.Id == vantage ? LinkAddresses(state, n) : BridgedAddresses(state, n)),
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

    private static IEnumerable<IPAddress> LinkAddresses(HostState state, NetworkNamespace netns) =>
        state.LinksOf(netns.Id).SelectMany(l => l.Addresses).Select(a => Canonical(a.Address));

    // A macvlan's or ipvlan's subnet is that of a real network, full of other hosts' addresses.
    private static IEnumerable<IPAddress> BridgedAddresses(HostState state, NetworkNamespace netns)
    {
        var attached = state.Containers.Where(c => c.IsLive && netns.ContainerIds.Contains(c.Id)).SelectMany(c => c.Networks).Select(a => a.NetworkId).ToHashSet();
        var subnets = state.Networks.Where(n => n.Driver == "bridge" && attached.Contains(n.Id)).SelectMany(n => n.Subnets).Select(s => s.Subnet).ToList();
        return LinkAddresses(state, netns).Where(a => subnets.Any(s => s.Contains(a)));
    }

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
