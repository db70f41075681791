using System.Net;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;
using static NetApi.Adapters.Netlink.Interop.LinuxIfTunnel;
using static NetApi.Adapters.Netlink.Interop.LinuxLinkKinds;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Decodes the ends of tunnels. An address of zeroes stands for any; a tunnel whose packets decide (<c>external</c>) has none.</summary>
internal static class TunnelDecoder
{
    // GRE_KEY of linux/if_tunnel.h, a bit of a number in network order: the key next to the flags counts.
    private const ushort KeyIsUsed = 0x2000;

    public static TunnelSettings Gre(NetlinkAttributeReader data)
    {
        IPAddress? local = null;
        IPAddress? remote = null;
        var (usesIn, usesOut) = (false, false);
        var (keyIn, keyOut) = (0u, 0u);
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_GRE_LOCAL:
                    local = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_GRE_REMOTE:
                    remote = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_GRE_IFLAGS:
                    usesIn = (attribute.NetworkUInt16 & KeyIsUsed) != 0;
                    break;
                case IFLA_GRE_OFLAGS:
                    usesOut = (attribute.NetworkUInt16 & KeyIsUsed) != 0;
                    break;
                case IFLA_GRE_IKEY:
                    keyIn = attribute.NetworkUInt32;
                    break;
                case IFLA_GRE_OKEY:
                    keyOut = attribute.NetworkUInt32;
                    break;
            }
        }
        return new TunnelSettings(local, remote, usesOut ? keyOut : usesIn ? keyIn : null);
    }

    public static TunnelSettings IpInIp(NetlinkAttributeReader data)
    {
        IPAddress? local = null;
        IPAddress? remote = null;
        while (data.TryRead(out var attribute))
        {
            if (attribute.Type == IFLA_IPTUN_LOCAL)
                local = IpOctets.AddressUnlessAny(attribute);
            else if (attribute.Type == IFLA_IPTUN_REMOTE)
                remote = IpOctets.AddressUnlessAny(attribute);
        }
        return new TunnelSettings(local, remote, null);
    }

    public static TunnelSettings Vti(NetlinkAttributeReader data)
    {
        IPAddress? local = null;
        IPAddress? remote = null;
        var (keyIn, keyOut) = (0u, 0u);
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_VTI_LOCAL:
                    local = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_VTI_REMOTE:
                    remote = IpOctets.AddressUnlessAny(attribute);
                    break;
                case IFLA_VTI_IKEY:
                    keyIn = attribute.NetworkUInt32;
                    break;
                case IFLA_VTI_OKEY:
                    keyOut = attribute.NetworkUInt32;
                    break;
            }
        }
        return new TunnelSettings(local, remote, keyOut != 0 ? keyOut : keyIn != 0 ? keyIn : null);
    }

    public static TunnelSettings Geneve(NetlinkAttributeReader data)
    {
        IPAddress? remote = null;
        uint? vni = null;
        var isExternal = false;
        while (data.TryRead(out var attribute))
        {
            switch (attribute.Type)
            {
                case IFLA_GENEVE_ID:
                    vni = attribute.HostUInt32;
                    break;
                case IFLA_GENEVE_REMOTE or IFLA_GENEVE_REMOTE6:
                    remote = IpOctets.AddressUnlessAny(attribute);
                    break;
                // A flag: it has no value.
                case IFLA_GENEVE_COLLECT_METADATA:
                    isExternal = true;
                    break;
            }
        }
        return new TunnelSettings(null, remote, isExternal ? null : vni);
    }
}
