using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIfBridge;
using static NetApi.Adapters.Netlink.Interop.LinuxIfLink;
using static NetApi.Adapters.Netlink.Interop.LinuxLinkKinds;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes what a link message says of a bridge and of a bridge port.</summary>
internal static class BridgeDecoder
{
    // Times are clock_t: hundredths of a second on every architecture that .NET runs on (USER_HZ).
    private const double TicksPerSecond = 100;

    public static BridgeSettings Settings(NetlinkAttributeReader data)
    {
        var stp = false;
        var vlanFiltering = false;
        int? defaultPvid = null;
        var snooping = false;
        uint ageing = 0;
        uint delay = 0;
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_BR_STP_STATE:
                    stp = attribute.HostUInt32 != 0;
                    break;
                case IFLA_BR_VLAN_FILTERING:
                    vlanFiltering = attribute.IsSet;
                    break;
                case IFLA_BR_VLAN_DEFAULT_PVID:
                    defaultPvid = attribute.HostUInt16;
                    break;
                case IFLA_BR_MCAST_SNOOPING:
                    snooping = attribute.IsSet;
                    break;
                case IFLA_BR_AGEING_TIME:
                    ageing = attribute.HostUInt32;
                    break;
                case IFLA_BR_FORWARD_DELAY:
                    delay = attribute.HostUInt32;
                    break;
            }
        }
        return new BridgeSettings
        {
            Stp = stp,
            VlanFiltering = vlanFiltering,
            DefaultPvid = defaultPvid,
            MulticastSnooping = snooping,
            AgeingSeconds = ageing / TicksPerSecond,
            ForwardDelaySeconds = delay / TicksPerSecond,
        };
    }

    public static void ReadPort(RawLink link, NetlinkAttributeReader data)
    {
        var (hairpin, guard, rootBlock, learning, flood, suppression, isolated) = (false, false, false, false, false, false, false);
        uint cost = 0;
        ushort priority = 0;
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_BRPORT_STATE:
                    link.PortState = StateOf(attribute.Byte);
                    break;
                case IFLA_BRPORT_MODE:
                    hairpin = attribute.IsSet;
                    break;
                case IFLA_BRPORT_GUARD:
                    guard = attribute.IsSet;
                    break;
                case IFLA_BRPORT_PROTECT:
                    rootBlock = attribute.IsSet;
                    break;
                case IFLA_BRPORT_LEARNING:
                    learning = attribute.IsSet;
                    break;
                case IFLA_BRPORT_UNICAST_FLOOD:
                    flood = attribute.IsSet;
                    break;
                case IFLA_BRPORT_NEIGH_SUPPRESS:
                    suppression = attribute.IsSet;
                    break;
                case IFLA_BRPORT_ISOLATED:
                    isolated = attribute.IsSet;
                    break;
                case IFLA_BRPORT_COST:
                    cost = attribute.HostUInt32;
                    break;
                case IFLA_BRPORT_PRIORITY:
                    priority = attribute.HostUInt16;
                    break;
            }
        }
        link.Port = new BridgePortSettings
        {
            Hairpin = hairpin,
            Isolated = isolated,
            Learning = learning,
            UnicastFlood = flood,
            Guard = guard,
            RootBlock = rootBlock,
            NeighbourSuppression = suppression,
            Cost = cost,
            Priority = priority,
        };
    }

    private static BridgePortState? StateOf(byte state) => state switch
    {
        BR_STATE_DISABLED => BridgePortState.Disabled,
        BR_STATE_LISTENING => BridgePortState.Listening,
        BR_STATE_LEARNING => BridgePortState.Learning,
        BR_STATE_FORWARDING => BridgePortState.Forwarding,
        BR_STATE_BLOCKING => BridgePortState.Blocking,
        _ => null,
    };
}
