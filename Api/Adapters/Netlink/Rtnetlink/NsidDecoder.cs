using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>The number a namespace has in the frame of the asking socket; -1 where none was assigned.</summary>
internal sealed record Nsid(int Value);

/// <summary>Decodes RTM_NEWNSID.</summary>
internal static class NsidDecoder
{
    /// <summary>Decodes one message; null where it is of another type or carries no id.</summary>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static Nsid? Decode(NetlinkMessage message)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWNSID)
            return null;
        var attributes = message.AttributesAfter<rtgenmsg>();
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == LinuxNetNamespace.NETNSA_NSID)
                return new Nsid(attribute.HostInt32);
        }
        return null;
    }
}
