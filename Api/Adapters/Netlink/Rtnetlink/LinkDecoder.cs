using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIf;
using static NetApi.Adapters.Netlink.Interop.LinuxIfLink;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWLINK.</summary>
internal static class LinkDecoder
{
    /// <summary>Decodes one message; null where it is of another type, or tells one family's view of a link (AF_BRIDGE, AF_INET6), which has only a part of it.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RawLink? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWLINK)
            return null;
        var info = message.Body<ifinfomsg>();
        if (info.ifi_family != LinuxSocket.AF_UNSPEC)
            return null;
        var link = new RawLink
        {
            Index = info.ifi_index,
            Name = "",
            Kind = info.ifi_type == LinuxIfArp.ARPHRD_LOOPBACK ? "loopback" : "physical",
            IsUp = (info.ifi_flags & IFF_UP) != 0,
        };
        var attributes = message.AttributesAfter<ifinfomsg>();
        while (attributes.TryRead(out var attribute))
            Read(link, attribute);
        return link;
    }

    private static void Read(RawLink link, NetlinkAttribute attribute)
    {
        switch (attribute.Type)
        {
            case IFLA_IFNAME:
                link.Name = attribute.String;
                break;
            case IFLA_ADDRESS:
                link.Mac = attribute.Value.Length == MacAddress.Length ? MacAddress.FromOctets(attribute.Value) : null;
                break;
            case IFLA_MTU:
                link.MtuBytes = attribute.HostInt32;
                break;
            case IFLA_LINK:
                link.ParentIndex = attribute.HostInt32;
                break;
            case IFLA_LINK_NETNSID:
                link.ParentNsid = attribute.HostInt32;
                break;
            case IFLA_MASTER:
                link.MasterIndex = attribute.HostInt32;
                break;
            case IFLA_OPERSTATE:
                link.State = StateOf(attribute.Byte);
                break;
            case IFLA_CARRIER:
                link.HasCarrier = link.IsUp ? attribute.IsSet : null;
                break;
            case IFLA_IFALIAS:
                link.Alias = attribute.String;
                break;
            case IFLA_PROP_LIST:
                link.AltNames = AltNamesIn(attribute.Nested);
                break;
            case IFLA_LINKINFO:
                ReadInfo(link, attribute.Nested);
                break;
        }
    }

    // The kernel puts a kind before the data whose layout it decides.
    private static void ReadInfo(RawLink link, NetlinkAttributeReader info)
    {
        var kind = "";
        var portOf = "";
        while (info.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_INFO_KIND:
                    link.Kind = kind = attribute.String;
                    break;
                case IFLA_INFO_DATA:
                    LinkKindDecoder.Read(link, kind, attribute.Nested);
                    break;
                case IFLA_INFO_SLAVE_KIND:
                    portOf = attribute.String;
                    break;
                case IFLA_INFO_SLAVE_DATA when portOf == "bridge":
                    BridgeDecoder.ReadPort(link, attribute.Nested);
                    break;
            }
        }
    }

    private static ValueList<string> AltNamesIn(NetlinkAttributeReader properties)
    {
        var names = new List<string>();
        while (properties.TryRead(out var attribute))
        {
            if (attribute.Type == IFLA_ALT_IFNAME)
                names.Add(attribute.String);
        }
        names.Sort(StringComparer.Ordinal);
        return [.. names];
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
}
