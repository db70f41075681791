using System.Globalization;
using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxLinkKinds;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes <c>IFLA_INFO_DATA</c>, whose layout the link's kind decides.</summary>
internal static class LinkKindDecoder
{
    /// <summary>Fills in what that kind brings; nothing for a kind that has no settings here.</summary>
    /// <exception cref="NetlinkFormatException">The data is malformed.</exception>
    public static void Read(RawLink link, string kind, NetlinkAttributeReader data)
    {
        switch (kind)
        {
            case "bridge":
                link.Bridge = BridgeDecoder.Settings(data);
                break;
            case "vlan":
                link.Vlan = Vlan(data);
                break;
            case "vxlan":
                link.Vxlan = Vxlan(data);
                break;
            case "gre" or "gretap" or "erspan" or "ip6gre" or "ip6gretap" or "ip6erspan":
                link.Tunnel = TunnelDecoder.Gre(data);
                break;
            case "ipip" or "sit" or "ip6tnl":
                link.Tunnel = TunnelDecoder.IpInIp(data);
                break;
            case "vti" or "vti6":
                link.Tunnel = TunnelDecoder.Vti(data);
                break;
            case "geneve":
                link.Tunnel = TunnelDecoder.Geneve(data);
                break;
            case "macvlan" or "macvtap" or "ipvlan" or "ipvtap" or "bond" or "tun":
                link.Mode = Mode(kind, data);
                break;
        }
    }

    private static VlanSettings? Vlan(NetlinkAttributeReader data)
    {
        int? id = null;
        var protocol = "802.1Q";
        while (data.TryRead(out var attribute))
        {
            if (attribute.Type == IFLA_VLAN_ID)
                id = attribute.HostUInt16;
            else if (attribute.Type == IFLA_VLAN_PROTOCOL)
                protocol = ProtocolOf(attribute.NetworkUInt16);
        }
        return id is { } known ? new VlanSettings(known, protocol) : null;
    }

    private static VxlanSettings Vxlan(NetlinkAttributeReader data)
    {
        uint vni = 0;
        IPAddress? local = null;
        IPAddress? remote = null;
        var port = 0;
        var isExternal = false;
        var learning = false;
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_VXLAN_ID:
                    vni = attribute.HostUInt32;
                    break;
                case IFLA_VXLAN_LOCAL or IFLA_VXLAN_LOCAL6:
                    local = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_VXLAN_GROUP or IFLA_VXLAN_GROUP6:
                    remote = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_VXLAN_PORT:
                    port = attribute.NetworkUInt16;
                    break;
                case IFLA_VXLAN_COLLECT_METADATA:
                    isExternal = attribute.IsSet;
                    break;
                case IFLA_VXLAN_LEARNING:
                    learning = attribute.IsSet;
                    break;
            }
        }
        return new VxlanSettings(vni, local, remote, port, isExternal, learning);
    }

    private static string? Mode(string kind, NetlinkAttributeReader data)
    {
        while (data.TryRead(out var attribute))
        {
            if (kind is "macvlan" or "macvtap" && attribute.Type == IFLA_MACVLAN_MODE)
                return MacvlanMode(attribute.HostUInt32);
            if (kind is "ipvlan" or "ipvtap" && attribute.Type == IFLA_IPVLAN_MODE)
                return IpvlanMode(attribute.HostUInt16);
            if (kind == "bond" && attribute.Type == IFLA_BOND_MODE)
                return BondMode(attribute.Byte);
            if (kind == "tun" && attribute.Type == IFLA_TUN_TYPE)
                return TunMode(attribute.Byte);
        }
        return null;
    }

    private static string MacvlanMode(uint mode) => mode switch
    {
        MACVLAN_MODE_PRIVATE => "private",
        MACVLAN_MODE_VEPA => "vepa",
        MACVLAN_MODE_BRIDGE => "bridge",
        MACVLAN_MODE_PASSTHRU => "passthru",
        MACVLAN_MODE_SOURCE => "source",
        _ => Number(mode),
    };

    private static string IpvlanMode(ushort mode) => mode switch
    {
        IPVLAN_MODE_L2 => "l2",
        IPVLAN_MODE_L3 => "l3",
        IPVLAN_MODE_L3S => "l3s",
        _ => Number(mode),
    };

    private static string BondMode(byte mode) => mode switch
    {
        LinuxIfBonding.BOND_MODE_ROUNDROBIN => "balance-rr",
        LinuxIfBonding.BOND_MODE_ACTIVEBACKUP => "active-backup",
        LinuxIfBonding.BOND_MODE_XOR => "balance-xor",
        LinuxIfBonding.BOND_MODE_BROADCAST => "broadcast",
        LinuxIfBonding.BOND_MODE_8023AD => "802.3ad",
        LinuxIfBonding.BOND_MODE_TLB => "balance-tlb",
        LinuxIfBonding.BOND_MODE_ALB => "balance-alb",
        _ => Number(mode),
    };

    private static string TunMode(byte type) => type switch
    {
        LinuxIfTun.IFF_TUN => "tun",
        LinuxIfTun.IFF_TAP => "tap",
        _ => Number(type),
    };

    private static string ProtocolOf(ushort etherType) => etherType switch
    {
        LinuxIfEther.ETH_P_8021Q => "802.1Q",
        LinuxIfEther.ETH_P_8021AD => "802.1ad",
        _ => Number(etherType),
    };

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
