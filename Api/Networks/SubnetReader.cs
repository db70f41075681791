using System.Net;
using System.Net.Sockets;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>Reads the subnets of a network and the gateway in it.</summary>
internal static class SubnetReader
{
    private const int ShortestPrefix = 8;

    // Network, gateway, one container and broadcast need four addresses.
    private const int FreeBits = 2;

    // RFC 1122 (this network, loopback), RFC 3927, RFC 5771 and the reserved block above it; RFC 4291 (loopback, link-local, multicast).
    private static readonly IPNetwork[] NoUnicast =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/8"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>The IPv4 subnet; null where it is omitted or at fault.</summary>
    public static IPNetwork? ReadIpv4(string? text, FaultList faults) => Read(text, AddressFamily.InterNetwork, "/subnet", "IPv4 subnet such as 172.20.0.0/16", faults);

    /// <summary>The IPv6 subnet; null where it is omitted or at fault.</summary>
    public static IPNetwork? ReadIpv6(string? text, FaultList faults) => Read(text, AddressFamily.InterNetworkV6, "/ipv6Subnet", "IPv6 subnet such as fd00:20::/64", faults);

    /// <summary>The gateway; null where it is omitted or at fault.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="subnet">The subnet; null where it is omitted or at fault.</param>
    /// <param name="subnetGiven">Whether a subnet was written, right or wrong.</param>
    /// <param name="faults">Is told what is wrong.</param>
    public static IPAddress? ReadGateway(string? text, IPNetwork? subnet, bool subnetGiven, FaultList faults)
    {
        if (text is null)
            return null;
        if (!subnetGiven)
            faults.Add("/gateway", "gateway-without-subnet", "A gateway needs a subnet that it lies in; give subnet too.");
        if (!HostAddress.TryParse(text, out var gateway) || gateway.AddressFamily != AddressFamily.InterNetwork)
            faults.Add("/gateway", "malformed-address", $"'{text}' is no IPv4 address such as 172.20.0.1.");
        else if (subnet is { } known && !known.Contains(gateway))
            faults.Add("/gateway", "address-outside-subnet", $"{gateway} is not within {known}.");
        else if (subnet is { } around && (gateway.Equals(around.BaseAddress) || gateway.Equals(BroadcastOf(around))))
            faults.Add("/gateway", "address-reserved", $"{gateway} is the {(gateway.Equals(around.BaseAddress) ? "network" : "broadcast")} address of {around}; no link can have it.");
        else
            return gateway;
        return null;
    }

    private static IPNetwork? Read(string? text, AddressFamily family, string pointer, string form, FaultList faults)
    {
        if (text is null)
            return null;
        if (!InterfaceAddress.TryParse(text, out var written) || written.Address.AddressFamily != family || !HostAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out _))
            faults.Add(pointer, "malformed-subnet", $"'{text}' is no {form}.");
        else if (!written.Address.Equals(written.Subnet.BaseAddress))
            faults.Add(pointer, "host-bits-set", $"{text} is an address with its prefix; the subnet it lies in is {written.Subnet}.");
        else if (written.PrefixLength < ShortestPrefix || written.PrefixLength > LongestPrefix(family))
            faults.Add(pointer, "prefix-out-of-range", $"The prefix of {text} has {written.PrefixLength} bits; give {ShortestPrefix} to {LongestPrefix(family)}.");
        else if (NoUnicast.FirstOrDefault(n => n.Contains(written.Address)) is { PrefixLength: > 0 } block)
            faults.Add(pointer, "subnet-not-usable", $"{text} lies in {block}, whose addresses no container can have.");
        else
            return written.Subnet;
        return null;
    }

    private static int LongestPrefix(AddressFamily family) => (family == AddressFamily.InterNetwork ? 32 : 128) - FreeBits;

    private static IPAddress BroadcastOf(IPNetwork subnet)
    {
        var octets = subnet.BaseAddress.GetAddressBytes();
        for (var bit = subnet.PrefixLength; bit < octets.Length * 8; bit++)
            octets[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(octets);
    }
}
