using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWROUTE.</summary>
internal static class RouteDecoder
{
    /// <summary>Decodes one message; null where it is of another type or of another family than IPv4 and IPv6.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static Route? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != RTM_NEWROUTE)
            return null;
        var info = message.Body<rtmsg>();
        if (!IpOctets.IsIp(info.rtm_family))
            return null;
        var route = new Route
        {
            Destination = new IPNetwork(IpOctets.Any(info.rtm_family), 0),
            Table = info.rtm_table,
            Type = info.rtm_type,
        };
        var attributes = message.AttributesAfter<rtmsg>();
        while (attributes.TryRead(out var attribute))
            route = With(route, info, attribute);
        return route;
    }

    private static Route With(Route route, rtmsg info, NetlinkAttribute attribute) => attribute.Type switch
    {
        RTA_DST => route with { Destination = Network(info, attribute) },
        RTA_GATEWAY => route with { Gateway = IpOctets.Address(info.rtm_family, attribute) },
        RTA_VIA => route with { Gateway = Via(attribute) ?? route.Gateway },
        RTA_OIF => route with { LinkIndex = attribute.HostInt32 },
        RTA_PRIORITY => route with { Metric = attribute.HostUInt32 },
        RTA_PREFSRC => route with { PreferredSource = IpOctets.Address(info.rtm_family, attribute) },
        RTA_TABLE => route with { Table = attribute.HostUInt32 },
        RTA_MULTIPATH => WithHops(route, info, attribute.Value),
        _ => route,
    };

    private static IPNetwork Network(rtmsg info, NetlinkAttribute attribute) =>
        new InterfaceAddress(IpOctets.Address(info.rtm_family, attribute), IpOctets.Prefix(info.rtm_family, info.rtm_dst_len)).Subnet;

    // struct rtvia: the gateway's own family, which may differ from the route's (RFC 5549), then its octets.
    private static IPAddress? Via(NetlinkAttribute attribute)
    {
        if (attribute.Value.Length < sizeof(ushort))
            throw new NetlinkFormatException($"RTA_VIA has {attribute.Value.Length} bytes, fewer than its family.");
        var octets = attribute.Value[sizeof(ushort)..];
        return octets.Length is 4 or 16 ? new IPAddress(octets) : null;
    }

    private static Route WithHops(Route route, rtmsg info, ReadOnlySpan<byte> hops)
    {
        var first = ReadHop(route, info, ref hops);
        if (hops.IsEmpty)
            return first;
        var linkIndex = first.LinkIndex;
        while (!hops.IsEmpty)
        {
            if (ReadHop(route, info, ref hops).LinkIndex != linkIndex)
                linkIndex = null;
        }
        return route with { Gateway = null, LinkIndex = linkIndex, HasSeveralNextHops = true };
    }

    // struct rtnexthop, then the attributes of this hop alone; the next one begins where RTNH_ALIGN says.
    private static Route ReadHop(Route route, rtmsg info, ref ReadOnlySpan<byte> hops)
    {
        if (!MemoryMarshal.TryRead<rtnexthop>(hops, out var hop))
            throw new NetlinkFormatException($"RTA_MULTIPATH has {hops.Length} bytes, fewer than one hop.");
        if (hop.rtnh_len < Unsafe.SizeOf<rtnexthop>() || hop.rtnh_len > hops.Length)
            throw new NetlinkFormatException($"A hop claims {hop.rtnh_len} bytes, {hops.Length} are left.");
        route = route with { LinkIndex = hop.rtnh_ifindex };
        var attributes = new NetlinkAttributeReader(hops[Unsafe.SizeOf<rtnexthop>()..hop.rtnh_len]);
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type is RTA_GATEWAY or RTA_VIA)
                route = With(route, info, attribute);
        }
        hops = Alignment.After(hops, hop.rtnh_len);
        return route;
    }
}
