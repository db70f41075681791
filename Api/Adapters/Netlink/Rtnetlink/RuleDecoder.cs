using System.Globalization;
using System.Net;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxFibRules;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes RTM_NEWRULE.</summary>
internal static class RuleDecoder
{
    // FRA_SUPPRESS_PREFIXLEN is always there; -1 suppresses nothing.
    private const uint NothingSuppressed = uint.MaxValue;

    // A mask of all bits is what a mark without a mask has.
    private const uint WholeMark = uint.MaxValue;

    /// <summary>Decodes one message; null where it is of another type or of another family than IPv4 and IPv6 (multicast routing has rules of its own).</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The namespace it tells of.</param>
    /// <exception cref="NetlinkFormatException">The message is malformed.</exception>
    public static RoutingRule? Decode(NetlinkMessage message, NetnsId id)
    {
        if (message.Header.nlmsg_type != LinuxRtnetlink.RTM_NEWRULE)
            return null;
        var header = message.Body<fib_rule_hdr>();
        if (!IpOctets.IsIp(header.family))
            return null;

        IPNetwork? source = null;
        IPNetwork? destination = null;
        string? incoming = null;
        string? outgoing = null;
        uint priority = 0;
        uint table = header.table;
        uint? mark = null;
        uint? mask = null;
        uint? suppressed = null;
        uint? target = null;
        byte? ipProtocol = null;
        byte protocol = 0;
        PortRange? sourcePorts = null;
        PortRange? destinationPorts = null;
        UidRange? uids = null;
        var isL3mdev = false;
        var attributes = message.AttributesAfter<fib_rule_hdr>();
        while (attributes.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case FRA_SRC:
                    source = IpOctets.Network(header.family, attribute, header.src_len);
                    break;
                case FRA_DST:
                    destination = IpOctets.Network(header.family, attribute, header.dst_len);
                    break;
                case FRA_IIFNAME:
                    incoming = attribute.String;
                    break;
                case FRA_OIFNAME:
                    outgoing = attribute.String;
                    break;
                case FRA_PRIORITY:
                    priority = attribute.HostUInt32;
                    break;
                case FRA_TABLE:
                    table = attribute.HostUInt32;
                    break;
                case FRA_FWMARK:
                    mark = attribute.HostUInt32;
                    break;
                case FRA_FWMASK:
                    mask = attribute.HostUInt32;
                    break;
                case FRA_SUPPRESS_PREFIXLEN:
                    suppressed = attribute.HostUInt32 is var length and not NothingSuppressed ? length : null;
                    break;
                case FRA_GOTO:
                    target = attribute.HostUInt32;
                    break;
                case FRA_IP_PROTO:
                    ipProtocol = attribute.Byte;
                    break;
                case FRA_PROTOCOL:
                    protocol = attribute.Byte;
                    break;
                case FRA_SPORT_RANGE:
                    sourcePorts = Ports(attribute);
                    break;
                case FRA_DPORT_RANGE:
                    destinationPorts = Ports(attribute);
                    break;
                case FRA_UID_RANGE:
                    uids = attribute.Body<fib_rule_uid_range>() is var range ? new UidRange(range.start, range.end) : null;
                    break;
                case FRA_L3MDEV:
                    isL3mdev = attribute.IsSet;
                    break;
            }
        }
        return new RoutingRule
        {
            Namespace = id,
            IsIpv6 = header.family == LinuxSocket.AF_INET6,
            Priority = priority,
            Action = ActionOf(header.action),
            Table = header.action == FR_ACT_TO_TBL ? table : 0,
            IsInverted = (header.flags & FIB_RULE_INVERT) != 0,
            Source = source,
            Destination = destination,
            IncomingLink = incoming,
            OutgoingLink = outgoing,
            // The kernel leaves a mark of 0 out, and gives its mask.
            Mark = mark ?? (mask is null or 0 ? null : 0),
            MarkMask = mask is WholeMark or 0 ? null : mask,
            Tos = header.tos,
            IpProtocol = ipProtocol,
            SourcePorts = sourcePorts,
            DestinationPorts = destinationPorts,
            Uids = uids,
            IsL3mdev = isL3mdev,
            SuppressPrefixLength = suppressed,
            Goto = header.action == FR_ACT_GOTO ? target : null,
            Protocol = KernelWords.Protocol(protocol),
        };
    }

    private static PortRange Ports(NetlinkAttribute attribute)
    {
        var range = attribute.Body<fib_rule_port_range>();
        return new PortRange(range.start, range.end);
    }

    private static string ActionOf(byte action) => action switch
    {
        FR_ACT_TO_TBL => "table",
        FR_ACT_GOTO => "goto",
        FR_ACT_NOP => "nop",
        FR_ACT_BLACKHOLE => "blackhole",
        FR_ACT_UNREACHABLE => "unreachable",
        FR_ACT_PROHIBIT => "prohibit",
        _ => action.ToString(CultureInfo.InvariantCulture),
    };
}
