using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIfBridge;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>The VLANs that a bridge keeps for one of its ports, or for itself, whether it filters by them or not.</summary>
/// <param name="LinkIndex">ifindex of the port or bridge.</param>
/// <param name="Vlans">VLANs by id.</param>
internal sealed record RawVlans(int LinkIndex, ValueList<PortVlan> Vlans);

/// <summary>Decodes the bridge's view of links (RTM_NEWLINK, AF_BRIDGE).</summary>
internal static class VlanDecoder
{
    private const int LastVlan = 4095;

    /// <summary>Decodes one message; null where it is of another type or family, or names no VLAN.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RawVlans? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWLINK)
            return null;
        var info = message.Body<ifinfomsg>();
        if (info.ifi_family != LinuxSocket.AF_BRIDGE)
            return null;
        var vlans = new List<PortVlan>();
        var attributes = message.AttributesAfter<ifinfomsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == LinuxIfLink.IFLA_AF_SPEC)
                ReadAll(attribute.Nested, vlans);
        }
        return vlans.Count > 0 ? new RawVlans(info.ifi_index, [.. vlans]) : null;
    }

    // VLANs with equal flags that follow each other come as a range: its begin, then its end.
    private static void ReadAll(NetlinkAttributeReader attributes, List<PortVlan> vlans)
    {
        int? begin = null;
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type != IFLA_BRIDGE_VLAN_INFO)
                continue;
            var vlan = attribute.Body<bridge_vlan_info>();
            if (vlan.vid > LastVlan)
                throw new NetlinkFormatException($"A VLAN has a number up to {LastVlan}, not {vlan.vid}.");
            if ((vlan.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) != 0)
            {
                begin = vlan.vid;
                continue;
            }
            for (var id = (vlan.flags & BRIDGE_VLAN_INFO_RANGE_END) != 0 && begin is { } first ? first : vlan.vid; id <= vlan.vid; id++)
                vlans.Add(new PortVlan(id, (vlan.flags & BRIDGE_VLAN_INFO_PVID) != 0, (vlan.flags & BRIDGE_VLAN_INFO_UNTAGGED) != 0));
            begin = null;
        }
    }
}
