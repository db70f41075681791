using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIf;
using static NetApi.Adapters.Netlink.Interop.LinuxIfBridge;
using static NetApi.Adapters.Netlink.Interop.LinuxIfLink;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWLINK.</summary>
internal static class LinkDecoder
{
    /// <summary>Decodes one message; null where it is of another type.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RawLink? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWLINK)
            return null;
        var info = message.Body<ifinfomsg>();
        var link = new RawLink
        {
            Index = info.ifi_index,
            Name = "",
            Kind = info.ifi_type == LinuxIfArp.ARPHRD_LOOPBACK ? "loopback" : "physical",
            IsUp = (info.ifi_flags & IFF_UP) != 0,
        };
        var attributes = message.AttributesAfter<ifinfomsg>();
        while (attributes.TryRead(out var attribute))
            link = With(link, attribute);
        return link;
    }

    private static RawLink With(RawLink link, NetlinkAttribute attribute) => attribute.Type switch
    {
        IFLA_IFNAME => link with { Name = attribute.String },
        IFLA_ADDRESS => link with { Mac = attribute.Value.Length == MacAddress.Length ? MacAddress.FromOctets(attribute.Value) : null },
        IFLA_MTU => link with { MtuBytes = attribute.HostInt32 },
        IFLA_LINK => link with { ParentIndex = attribute.HostInt32 },
        IFLA_LINK_NETNSID => link with { ParentNsid = attribute.HostInt32 },
        IFLA_MASTER => link with { MasterIndex = attribute.HostInt32 },
        IFLA_OPERSTATE => link with { State = StateOf(attribute.Byte) },
        IFLA_IFALIAS => link with { Alias = attribute.String },
        IFLA_LINKINFO => WithInfo(link, attribute.Nested),
        _ => link,
    };

    private static RawLink WithInfo(RawLink link, NetlinkAttributeReader info)
    {
        var portOf = "";
        while (info.TryRead(out var attribute))
        {
            if (attribute.Type == IFLA_INFO_KIND)
                link = link with { Kind = attribute.String };
            else if (attribute.Type == IFLA_INFO_SLAVE_KIND)
                portOf = attribute.String;
            // The kernel puts the master's kind before the data whose layout it decides.
            else if (attribute.Type == IFLA_INFO_SLAVE_DATA && portOf == "bridge")
                link = link with { PortState = PortStateIn(attribute.Nested) };
        }
        return link;
    }

    private static BridgePortState? PortStateIn(NetlinkAttributeReader port)
    {
        while (port.TryRead(out var attribute))
        {
            if (attribute.Type == IFLA_BRPORT_STATE)
                return PortStateOf(attribute.Byte);
        }
        return null;
    }

    private static LinkState StateOf(byte operState) => operState switch
    {
        IF_OPER_NOTPRESENT => LinkState.NotPresent,
        IF_OPER_DOWN => LinkState.Down,
        IF_OPER_LOWERLAYERDOWN => LinkState.LowerLayerDown,
        IF_OPER_TESTING => LinkState.Testing,
        IF_OPER_DORMANT => LinkState.Dormant,
        IF_OPER_UP => LinkState.Up,
        _ => LinkState.Unknown,
    };

    private static BridgePortState? PortStateOf(byte state) => state switch
    {
        BR_STATE_DISABLED => BridgePortState.Disabled,
        BR_STATE_LISTENING => BridgePortState.Listening,
        BR_STATE_LEARNING => BridgePortState.Learning,
        BR_STATE_FORWARDING => BridgePortState.Forwarding,
        BR_STATE_BLOCKING => BridgePortState.Blocking,
        _ => null,
    };
}
