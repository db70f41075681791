using System.Net;
using System.Net.Sockets;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>Finds subnets for outside vantages that clash with nothing the host routes.</summary>
public static class VantageSubnets
{
    /// <summary>Subnets in one block of 256 addresses.</summary>
    public const int PerBlock = 64;

    // Set aside for benchmarks between devices (RFC 2544) and for documentation (RFC 5737), so nobody's network is numbered so.
    // Last the shared space of carriers (RFC 6598), which VPNs like to use.
    private static readonly IPNetwork[] Ipv4Blocks = [.. new[]
    {
        "198.18.0.0/24", "198.19.255.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "100.127.255.0/24",
    }.Select(IPNetwork.Parse)];

    // Documentation (RFC 3849), and a unique local prefix (RFC 4193) for hosts whose routes reject the former. Its 40 bits are fixed:
    // it never leaves the host.
    private static readonly IPNetwork[] Ipv6Blocks = [.. new[] { "2001:db8:6e65:7461::/120", "fd6e:6574:6170:6900::/120" }.Select(IPNetwork.Parse)];

    // A default route, or the halves and quarters that VPNs split it into, gives way to any subnet: it clashes with none.
    private const int ShortestClashIpv4 = 8;
    private const int ShortestClashIpv6 = 16;

    /// <summary>Subnets of four addresses, a /30 or /126, that overlap nothing in <paramref name="used"/>, best first.</summary>
    public static IEnumerable<IPNetwork> Free(AddressFamily family, IReadOnlyCollection<IPNetwork> used)
    {
        var clashes = used.Where(u => u.BaseAddress.AddressFamily == family && u.PrefixLength >= ShortestClash(family)).ToList();
        return (family == AddressFamily.InterNetwork ? Ipv4Blocks : Ipv6Blocks)
            .SelectMany(SubnetsOf)
            .Where(candidate => !clashes.Any(clash => Overlap(clash, candidate)));
    }

    /// <summary>The place of a subnet among all candidates of both families, 0 to 511: no two have the same.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static int NumberOf(IPNetwork subnet)
    {
        var number = Ipv4Blocks.Concat(Ipv6Blocks).SelectMany(SubnetsOf).ToList().IndexOf(subnet);
        return number >= 0 ? number : throw new ArgumentException($"{subnet} is no subnet for a vantage.", nameof(subnet));
    }

    /// <summary>Everything a state uses: routes of every table, addresses of every link, the engine's subnets.</summary>
    public static IReadOnlyCollection<IPNetwork> UsedBy(HostState state) =>
    [
        .. state.Routes.Select(r => r.Destination),
        .. state.Links.SelectMany(l => l.Addresses).Select(a => a.Subnet),
        .. state.Networks.SelectMany(n => n.Subnets).Select(s => s.Subnet),
    ];

    /// <summary>The host's end of a subnet: its first address after the base.</summary>
    public static InterfaceAddress HostEnd(IPNetwork subnet) => new(Plus(subnet.BaseAddress, 1), subnet.PrefixLength);

    /// <summary>The vantage's end of a subnet.</summary>
    public static InterfaceAddress VantageEnd(IPNetwork subnet) => new(Plus(subnet.BaseAddress, 2), subnet.PrefixLength);

    /// <summary>Whether two networks of one family have an address in common.</summary>
    public static bool Overlap(IPNetwork a, IPNetwork b) =>
        a.PrefixLength <= b.PrefixLength ? a.Contains(b.BaseAddress) : b.Contains(a.BaseAddress);

    private static IEnumerable<IPNetwork> SubnetsOf(IPNetwork block)
    {
        var prefix = block.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 30 : 126;
        return Enumerable.Range(0, PerBlock).Select(n => new IPNetwork(Plus(block.BaseAddress, n * 4), prefix));
    }

    // Blocks have 256 addresses: only the last octet moves.
    private static IPAddress Plus(IPAddress address, int offset)
    {
        var octets = address.GetAddressBytes();
        octets[^1] += (byte)offset;
        return new IPAddress(octets);
    }

    private static int ShortestClash(AddressFamily family) => family == AddressFamily.InterNetwork ? ShortestClashIpv4 : ShortestClashIpv6;
}
