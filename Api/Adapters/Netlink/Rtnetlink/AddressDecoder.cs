using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIfAddr;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWADDR.</summary>
internal static class AddressDecoder
{
    // Lifetimes are seconds; all bits set stand for ever (INFINITY_LIFE_TIME of net/addrconf.h).
    private const uint Forever = uint.MaxValue;

    // Not a bit of the kernel's: ip-address(8) says "dynamic" of what is not permanent.
    private const uint Dynamic = 1u << 31;

    private static readonly FlagWords Ipv4Flags = Words("secondary");
    private static readonly FlagWords Ipv6Flags = Words("temporary");

    /// <summary>Decodes one message; null where it is of another type, of another family than IPv4 and IPv6, or names no address.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <param name="now">When it was asked for, from which lifetimes count.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static LinkAddress? Decode(NetlinkMessage message, NetnsId id, DateTimeOffset now)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWADDR)
            return null;
        var info = message.Body<ifaddrmsg>();
        if (!IpOctets.IsIp(info.ifa_family))
            return null;

        IPAddress? local = null;
        IPAddress? other = null;
        IPAddress? broadcast = null;
        string? label = null;
        uint flags = info.ifa_flags;
        uint? metric = null;
        var lifetime = new ifa_cacheinfo { ifa_valid = Forever, ifa_prefered = Forever };
        var attributes = message.AttributesAfter<ifaddrmsg>();
        while (attributes.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFA_LOCAL:
                    local = IpOctets.Address(info.ifa_family, attribute);
                    break;
                case IFA_ADDRESS:
                    other = IpOctets.Address(info.ifa_family, attribute);
                    break;
                case IFA_BROADCAST:
                    broadcast = IpOctets.Address(info.ifa_family, attribute);
                    break;
                case IFA_LABEL:
                    label = attribute.String;
                    break;
                case IFA_FLAGS:
                    flags = attribute.HostUInt32;
                    break;
                case IFA_RT_PRIORITY:
                    metric = attribute.HostUInt32;
                    break;
                case IFA_CACHEINFO:
                    lifetime = attribute.Body<ifa_cacheinfo>();
                    break;
            }
        }
        // On a point-to-point link IFA_ADDRESS is the peer's. IPv6 gives IFA_LOCAL only there.
        if ((local ?? other) is not { } address)
            return null;
        return new LinkAddress
        {
            Namespace = id,
            LinkIndex = (int)info.ifa_index,
            Address = new InterfaceAddress(address, IpOctets.Prefix(info.ifa_family, info.ifa_prefixlen)),
            Peer = address.Equals(other) ? null : other,
            Broadcast = broadcast,
            Label = label,
            Scope = KernelWords.Scope(info.ifa_scope),
            Flags = FlagsOf(info.ifa_family, flags),
            Metric = metric,
            ValidUntil = Until(now, lifetime.ifa_valid),
            PreferredUntil = Until(now, lifetime.ifa_prefered),
        };
    }

    private static ValueList<string> FlagsOf(byte family, uint flags) =>
        (family == LinuxSocket.AF_INET ? Ipv4Flags : Ipv6Flags).Of((flags & IFA_F_PERMANENT) == 0 ? flags | Dynamic : flags & ~Dynamic);

    private static DateTimeOffset? Until(DateTimeOffset now, uint seconds) => seconds == Forever ? null : now.AddSeconds(seconds);

    private static FlagWords Words(string first) => new(
        (IFA_F_MCAUTOJOIN, "autojoin"),
        (IFA_F_DADFAILED, "dadfailed"),
        (IFA_F_DEPRECATED, "deprecated"),
        (Dynamic, "dynamic"),
        (IFA_F_HOMEADDRESS, "home"),
        (IFA_F_MANAGETEMPADDR, "mngtmpaddr"),
        (IFA_F_NODAD, "nodad"),
        (IFA_F_NOPREFIXROUTE, "noprefixroute"),
        (IFA_F_OPTIMISTIC, "optimistic"),
        (IFA_F_PERMANENT, "permanent"),
        (IFA_F_SECONDARY, first),
        (IFA_F_STABLE_PRIVACY, "stable-privacy"),
        (IFA_F_TENTATIVE, "tentative"));
}
