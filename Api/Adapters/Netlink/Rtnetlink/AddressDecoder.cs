using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>An address of a link.</summary>
internal sealed record RawAddress(int LinkIndex, InterfaceAddress Address);

/// <summary>Decodes RTM_NEWADDR.</summary>
internal static class AddressDecoder
{
    /// <summary>Decodes one message; null where it is of another type, of another family than IPv4 and IPv6, or names no address.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RawAddress? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWADDR)
            return null;
        var info = message.Body<ifaddrmsg>();
        if (!IpOctets.IsIp(info.ifa_family))
            return null;

        IPAddress? local = null;
        IPAddress? other = null;
        var attributes = message.AttributesAfter<ifaddrmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == LinuxIfAddr.IFA_LOCAL)
                local = IpOctets.Address(info.ifa_family, attribute);
            else if (attribute.Type == LinuxIfAddr.IFA_ADDRESS)
                other = IpOctets.Address(info.ifa_family, attribute);
        }
        // On a point-to-point link IFA_ADDRESS is the peer's. IPv6 gives IFA_LOCAL only there.
        return (local ?? other) is { } address
            ? new RawAddress((int)info.ifa_index, new InterfaceAddress(address, IpOctets.Prefix(info.ifa_family, info.ifa_prefixlen)))
            : null;
    }
}
