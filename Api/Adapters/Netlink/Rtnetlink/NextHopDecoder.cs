using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes the next hops of a route (<c>RTA_MULTIPATH</c>, <c>RTA_VIA</c>).</summary>
internal static class NextHopDecoder
{
    /// <exception cref="NetlinkFormatException">A hop claims a length that is not there.</exception>
    public static ValueList<NextHop> ReadAll(byte family, ReadOnlySpan<byte> bytes)
    {
        var hops = new List<NextHop>();
        while (!bytes.IsEmpty)
            hops.Add(Read(family, ref bytes));
        return [.. hops];
    }

    /// <summary>struct rtvia: the gateway's own family, which may differ from the route's (RFC 5549), then its octets.</summary>
    public static IPAddress? Via(NetlinkAttribute attribute)
    {
        if (attribute.Value.Length < sizeof(ushort))
            throw new NetlinkFormatException($"RTA_VIA has {attribute.Value.Length} bytes, fewer than its family.");
        var octets = attribute.Value[sizeof(ushort)..];
        return octets.Length is 4 or 16 ? new IPAddress(octets) : null;
    }

    // struct rtnexthop, then the attributes of this hop alone; the next one begins where RTNH_ALIGN says.
    private static NextHop Read(byte family, ref ReadOnlySpan<byte> bytes)
    {
        if (!MemoryMarshal.TryRead<rtnexthop>(bytes, out var hop))
            throw new NetlinkFormatException($"RTA_MULTIPATH has {bytes.Length} bytes, fewer than one hop.");
        if (hop.rtnh_len < Unsafe.SizeOf<rtnexthop>() || hop.rtnh_len > bytes.Length)
            throw new NetlinkFormatException($"A hop claims {hop.rtnh_len} bytes, {bytes.Length} are left.");
        IPAddress? gateway = null;
        var attributes = new NetlinkAttributeReader(bytes[Unsafe.SizeOf<rtnexthop>()..hop.rtnh_len]);
        while (attributes.TryRead(out var attribute))
        {
            if (attribute.Type == RTA_GATEWAY)
                gateway = IpOctets.Address(family, attribute);
            else if (attribute.Type == RTA_VIA)
                gateway = Via(attribute);
        }
        bytes = Alignment.After(bytes, hop.rtnh_len);
        // The kernel counts a weight from 0.
        return new NextHop(gateway, hop.rtnh_ifindex, hop.rtnh_hops + 1, RouteDecoder.Flags.Of(hop.rtnh_flags));
    }
}
