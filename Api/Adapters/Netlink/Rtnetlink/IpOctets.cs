using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Addresses as rtnetlink carries them: octets in network order, the family in the fixed struct.</summary>
internal static class IpOctets
{
    private const int Ipv4Length = 4;
    private const int Ipv6Length = 16;

    public static bool IsIp(byte family) => family is LinuxSocket.AF_INET or LinuxSocket.AF_INET6;

    /// <exception cref="NetlinkFormatException">The attribute has another length than the family's addresses.</exception>
    public static IPAddress Address(byte family, NetlinkAttribute attribute) =>
        attribute.Value.Length == LengthOf(family)
            ? new IPAddress(attribute.Value)
            : throw new NetlinkFormatException($"An address of family {family} has {LengthOf(family)} bytes, attribute {attribute.Type} has {attribute.Value.Length}.");

    /// <summary>An address of either family, told by its length; null where it is all zeroes, which stands for any.</summary>
    /// <exception cref="NetlinkFormatException">The attribute has neither length.</exception>
    public static IPAddress? AddressUnlessAny(NetlinkAttribute attribute)
    {
        if (attribute.Value.Length is not (Ipv4Length or Ipv6Length))
            throw new NetlinkFormatException($"An address has {Ipv4Length} or {Ipv6Length} bytes, attribute {attribute.Type} has {attribute.Value.Length}.");
        return attribute.Value.ContainsAnyExcept((byte)0) ? new IPAddress(attribute.Value) : null;
    }

    /// <exception cref="NetlinkFormatException">The address or its prefix does not fit the family.</exception>
    public static IPNetwork Network(byte family, NetlinkAttribute attribute, byte prefix) =>
        new(Address(family, attribute), Prefix(family, prefix));

    /// <exception cref="NetlinkFormatException">The prefix is longer than the family's addresses.</exception>
    public static byte Prefix(byte family, byte length) =>
        length <= LengthOf(family) * 8
            ? length
            : throw new NetlinkFormatException($"A prefix of family {family} has at most {LengthOf(family) * 8} bits, not {length}.");

    public static IPAddress Any(byte family) => family == LinuxSocket.AF_INET ? IPAddress.Any : IPAddress.IPv6Any;

    private static int LengthOf(byte family) => family == LinuxSocket.AF_INET ? Ipv4Length : Ipv6Length;
}
