using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxNetconf;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>What RTM_NEWNETCONF says of one directory of <c>/proc/sys/net/ipv4/conf</c> or <c>/proc/sys/net/ipv6/conf</c>.</summary>
/// <param name="Family">AF_INET or AF_INET6.</param>
/// <param name="LinkIndex">ifindex; negative for <c>all</c> and <c>default</c> (<see cref="NETCONFA_IFINDEX_ALL"/>, <see cref="NETCONFA_IFINDEX_DEFAULT"/>).</param>
/// <param name="Forwarding"><c>forwarding</c>.</param>
/// <param name="RpFilter"><c>rp_filter</c>; null for IPv6, which has none.</param>
/// <param name="ProxyArp"><c>proxy_arp</c>; for IPv6 <c>proxy_ndp</c>.</param>
internal sealed record RawNetconf(byte Family, int LinkIndex, int? Forwarding, int? RpFilter, int? ProxyArp)
{
    /// <summary>Whether another one has the same values.</summary>
    public bool SaysWhat(RawNetconf other) => Forwarding == other.Forwarding && RpFilter == other.RpFilter && ProxyArp == other.ProxyArp;

    /// <summary>Decodes one message; null where it is of another type, or of another family than IPv4 and IPv6.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RawNetconf? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlinkEvents.RTM_NEWNETCONF)
            return null;
        var family = message.Body<netconfmsg>().ncm_family;
        if (!IpOctets.IsIp(family))
            return null;
        int? index = null;
        int? forwarding = null;
        int? rpFilter = null;
        int? proxy = null;
        var attributes = message.AttributesAfter<netconfmsg>();
        while (attributes.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case NETCONFA_IFINDEX:
                    index = attribute.HostInt32;
                    break;
                case NETCONFA_FORWARDING:
                    forwarding = attribute.HostInt32;
                    break;
                case NETCONFA_RP_FILTER:
                    rpFilter = attribute.HostInt32;
                    break;
                case NETCONFA_PROXY_NEIGH:
                    proxy = attribute.HostInt32;
                    break;
            }
        }
        return index is { } known ? new RawNetconf(family, known, forwarding, rpFilter, proxy) : null;
    }
}
