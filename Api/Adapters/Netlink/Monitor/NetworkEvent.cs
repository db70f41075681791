using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlinkEvents;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>What an event makes stale. What a thing became is read afterwards, in the same way as all else is read.</summary>
/// <param name="Stale">Tables that changed, or may have.</param>
/// <param name="LinkIndex">The link that changed, for links and addresses; 0 where the whole table is meant.</param>
/// <param name="NewNsid">The id that a namespace was given; null for other events.</param>
/// <param name="GoneNsid">The id of a namespace that died; null for other events.</param>
internal readonly record struct NetworkEvent(Tables Stale, int LinkIndex = 0, int? NewNsid = null, int? GoneNsid = null)
{
    /// <summary>Decodes one message of a multicast group; one that says nothing of a table makes nothing stale.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static NetworkEvent Decode(NetlinkMessage message)
    {
        switch (message.Header.nlmsg_type)
        {
            case RTM_NEWLINK or RTM_DELLINK:
                var link = message.Body<ifinfomsg>();
                // The kernel drops routes of a link that goes without a word on each, and tells neither of the groups whose frames a link takes
                // (its own forwarding entries) nor of addresses that are still tentative. Bridges speak of their ports' VLANs by AF_BRIDGE.
                return link.ifi_family == LinuxSocket.AF_BRIDGE
                    ? new(Tables.Links | Tables.Vlans, link.ifi_index)
                    : new(Tables.Links | Tables.Addresses | Tables.Routes | Tables.Fdb, link.ifi_index);
            case RTM_NEWADDR or RTM_DELADDR:
                return new(Tables.Addresses | Tables.Routes | Tables.Fdb, (int)message.Body<ifaddrmsg>().ifa_index);
            case RTM_NEWROUTE or RTM_DELROUTE:
                // A tentative address comes with its prefix's route, and no event of its own.
                return message.Payload is [LinuxSocket.AF_INET6, ..] && LinkOf(message) is { } by
                    ? new(Tables.Routes | Tables.Addresses, by)
                    : new(Tables.Routes);
            case RTM_NEWNEXTHOP or RTM_DELNEXTHOP:
                return new(Tables.Routes);
            case RTM_NEWRULE or RTM_DELRULE:
                return new(Tables.Rules);
            case RTM_NEWNEIGH or RTM_DELNEIGH:
                return new(message.Payload is [LinuxSocket.AF_BRIDGE, ..] ? Tables.Fdb : Tables.Neighbours);
            case RTM_NEWNETCONF or RTM_DELNETCONF:
                return new(Tables.Sysctls);
            case RTM_NEWNSID:
                return new(Tables.None, NewNsid: NsidIn(message));
            case RTM_DELNSID:
                return new(Tables.None, GoneNsid: NsidIn(message));
            default:
                return default;
        }
    }

    private static int? LinkOf(NetlinkMessage message)
    {
        var attributes = message.AttributesAfter<rtmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == RTA_OIF)
                return attribute.HostInt32;
        }
        return null;
    }

    private static int? NsidIn(NetlinkMessage message)
    {
        var attributes = message.AttributesAfter<rtgenmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == LinuxNetNamespace.NETNSA_NSID)
                return attribute.HostInt32;
        }
        return null;
    }
}
