using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWROUTE.</summary>
internal static class RouteDecoder
{
    /// <summary>Words of ip-route(8), in its order.</summary>
    internal static readonly FlagWords Flags = new(
        (RTNH_F_DEAD, "dead"),
        (RTNH_F_ONLINK, "onlink"),
        (RTNH_F_PERVASIVE, "pervasive"),
        (RTNH_F_OFFLOAD, "offload"),
        (RTNH_F_TRAP, "trap"),
        (RTM_F_NOTIFY, "notify"),
        (RTNH_F_LINKDOWN, "linkdown"),
        (RTNH_F_UNRESOLVED, "unresolved"),
        (RTM_F_OFFLOAD, "rt_offload"),
        (RTM_F_TRAP, "rt_trap"));

    private static readonly IPNetwork AnyIpv4 = new(IPAddress.Any, 0);
    private static readonly IPNetwork AnyIpv6 = new(IPAddress.IPv6Any, 0);

    /// <summary>As <see cref="Decode"/>, but null for what is no route that somebody set: a path MTU or redirect that the kernel keeps for one destination.</summary>
    /// <inheritdoc cref="Decode" path="/exception"/>
    public static Route? DecodeConfigured(NetlinkMessage message, NetnsId id) =>
        message.Header.nlmsg_type == RTM_NEWROUTE && (message.Body<rtmsg>().rtm_flags & RTM_F_CLONED) == 0 ? Decode(message, id) : null;

    /// <summary>Decodes one message; null where it is of another type or of another family than IPv4 and IPv6.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static Route? Decode(NetlinkMessage message, NetnsId id)
    {
        if (message.Header.nlmsg_type != RTM_NEWROUTE)
            return null;
        var info = message.Body<rtmsg>();
        if (!IpOctets.IsIp(info.rtm_family))
            return null;

        var destination = info.rtm_family == LinuxSocket.AF_INET ? AnyIpv4 : AnyIpv6;
        IPNetwork? source = null;
        IPAddress? gateway = null;
        IPAddress? preferred = null;
        int? link = null;
        uint table = info.rtm_table;
        uint metric = 0;
        uint? nextHopId = null;
        ValueList<NextHop> hops = [];
        var attributes = message.AttributesAfter<rtmsg>();
        while (attributes.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case RTA_DST:
                    destination = IpOctets.Network(info.rtm_family, attribute, info.rtm_dst_len);
                    break;
                case RTA_SRC:
                    source = IpOctets.Network(info.rtm_family, attribute, info.rtm_src_len);
                    break;
                case RTA_GATEWAY:
                    gateway = IpOctets.Address(info.rtm_family, attribute);
                    break;
                case RTA_VIA:
                    gateway = NextHopDecoder.Via(attribute);
                    break;
                case RTA_OIF:
                    link = attribute.HostInt32;
                    break;
                case RTA_PRIORITY:
                    metric = attribute.HostUInt32;
                    break;
                case RTA_PREFSRC:
                    preferred = IpOctets.Address(info.rtm_family, attribute);
                    break;
                case RTA_TABLE:
                    table = attribute.HostUInt32;
                    break;
                case RTA_MULTIPATH:
                    hops = NextHopDecoder.ReadAll(info.rtm_family, attribute.Value);
                    break;
                case RTA_NH_ID:
                    nextHopId = attribute.HostUInt32;
                    break;
            }
        }
        var isSeveral = hops.Length > 1;
        return new Route
        {
            Namespace = id,
            Destination = destination,
            Gateway = hops.IsEmpty ? gateway : isSeveral ? null : hops[0].Gateway,
            LinkIndex = hops.IsEmpty ? link : CommonLink(hops),
            HasSeveralNextHops = isSeveral,
            NextHops = isSeveral ? hops : [],
            Table = table,
            Type = info.rtm_type,
            Protocol = KernelWords.Protocol(info.rtm_protocol),
            Scope = KernelWords.Scope(info.rtm_scope),
            Metric = metric,
            Tos = info.rtm_tos,
            Source = source,
            PreferredSource = preferred,
            NextHopId = nextHopId,
            Flags = Flags.Of(info.rtm_flags),
        };
    }

    private static int? CommonLink(ValueList<NextHop> hops)
    {
        foreach (var hop in hops)
        {
            if (hop.LinkIndex != hops[0].LinkIndex)
                return null;
        }
        return hops[0].LinkIndex;
    }
}
