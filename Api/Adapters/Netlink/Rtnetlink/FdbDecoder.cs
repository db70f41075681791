using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxNeighbour;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWNEIGH of forwarding databases (AF_BRIDGE).</summary>
internal static class FdbDecoder
{
    // The state stands left of the flags, so that one table has the words of both.
    private const int StateShift = 8;

    private static readonly FlagWords Words = new(
        (NUD_PERMANENT << StateShift, "permanent"),
        (NUD_NOARP << StateShift, "static"),
        (NUD_STALE << StateShift, "stale"),
        (NTF_SELF, "self"),
        (NTF_MASTER, "master"),
        (NTF_EXT_LEARNED, "extern_learn"),
        (NTF_OFFLOADED, "offload"),
        (NTF_STICKY, "sticky"),
        (NTF_ROUTER, "router"));

    /// <summary>Decodes one message; null where it is of another type or family, or names no MAC address.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static FdbEntry? Decode(NetlinkMessage message, NetnsId id)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWNEIGH)
            return null;
        var info = message.Body<ndmsg>();
        if (info.ndm_family != LinuxSocket.AF_BRIDGE)
            return null;

        MacAddress? mac = null;
        int? bridge = null;
        ushort? vlan = null;
        IPAddress? remote = null;
        uint? vni = null;
        var attributes = message.AttributesAfter<ndmsg>();
        while (attributes.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case NDA_LLADDR when attribute.Value.Length == MacAddress.Length:
                    mac = MacAddress.FromOctets(attribute.Value);
                    break;
                case NDA_MASTER:
                    bridge = attribute.HostInt32;
                    break;
                case NDA_VLAN:
                    vlan = attribute.HostUInt16;
                    break;
                case NDA_DST:
                    remote = IpOctets.AddressUnlessAny(attribute);
                    break;
                case NDA_VNI:
                    vni = attribute.HostUInt32;
                    break;
            }
        }
        return mac is not { } known ? null : new FdbEntry
        {
            Namespace = id,
            LinkIndex = info.ndm_ifindex,
            BridgeIndex = bridge,
            Mac = known,
            Vlan = vlan,
            IsLearned = (info.ndm_state & (NUD_PERMANENT | NUD_NOARP)) == 0 && (info.ndm_flags & NTF_EXT_LEARNED) == 0,
            Flags = Words.Of((StateOf(info.ndm_state) << StateShift) | info.ndm_flags),
            Remote = remote,
            Vni = vni,
        };
    }

    // What vxlan keeps for ever has two bits; bridge(8) tells the first of these.
    private static uint StateOf(ushort state) =>
        (state & NUD_PERMANENT) != 0 ? NUD_PERMANENT : (state & NUD_NOARP) != 0 ? NUD_NOARP : state & (uint)NUD_STALE;
}
