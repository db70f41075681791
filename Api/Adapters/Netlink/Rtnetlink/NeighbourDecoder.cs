using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxNeighbour;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWNEIGH of the neighbour tables.</summary>
internal static class NeighbourDecoder
{
    /// <summary>Decodes one message; null where it is of another type, of another family than IPv4 and IPv6, or names no address.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static Neighbour? Decode(NetlinkMessage message, NetnsId id)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWNEIGH)
            return null;
        var info = message.Body<ndmsg>();
        if (!IpOctets.IsIp(info.ndm_family))
            return null;

        IPAddress? address = null;
        MacAddress? mac = null;
        var attributes = message.AttributesAfter<ndmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == NDA_DST)
                address = IpOctets.Address(info.ndm_family, attribute);
            else if (attribute.Type == NDA_LLADDR && attribute.Value.Length == MacAddress.Length)
                mac = MacAddress.FromOctets(attribute.Value);
        }
        return address is null ? null : new Neighbour
        {
            Namespace = id,
            LinkIndex = info.ndm_ifindex,
            Address = address,
            Mac = mac,
            State = StateOf(info.ndm_state),
            IsProxy = (info.ndm_flags & NTF_PROXY) != 0,
            IsRouter = (info.ndm_flags & NTF_ROUTER) != 0,
            IsExternallyLearned = (info.ndm_flags & NTF_EXT_LEARNED) != 0,
        };
    }

    private static NeighbourState StateOf(ushort state) => state switch
    {
        NUD_INCOMPLETE => NeighbourState.Incomplete,
        NUD_REACHABLE => NeighbourState.Reachable,
        NUD_STALE => NeighbourState.Stale,
        NUD_DELAY => NeighbourState.Delay,
        NUD_PROBE => NeighbourState.Probe,
        NUD_FAILED => NeighbourState.Failed,
        NUD_NOARP => NeighbourState.Noarp,
        NUD_PERMANENT => NeighbourState.Permanent,
        _ => NeighbourState.None,
    };
}
