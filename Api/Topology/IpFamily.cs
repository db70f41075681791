using System.Net;
using System.Net.Sockets;
using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>IP version, as the API names it.</summary>
public enum IpFamily
{
    /// <summary>IPv4.</summary>
    Ipv4,

    /// <summary>IPv6.</summary>
    Ipv6,
}

/// <summary>Reads and sorts by IP version.</summary>
internal static class IpFamilies
{
    /// <summary>The version of an address.</summary>
    public static IpFamily Of(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.Ipv6 : IpFamily.Ipv4;

    /// <summary>Reads <c>?family=</c>.</summary>
    public static IpFamily? Read(string? text, FaultList faults) => Words.Read<IpFamily>("family", text, faults);

    /// <summary>An address as text that sorts as addresses do: IPv4 first, then by octets.</summary>
    public static string KeyOf(IPAddress address) => $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? '6' : '4')}{Convert.ToHexString(address.GetAddressBytes())}";
}
