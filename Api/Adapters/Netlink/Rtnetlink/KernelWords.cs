using System.Globalization;
using static NetApi.Adapters.Netlink.Interop.LinuxRtnetlink;

namespace NetApi.Adapters.Netlink.Rtnetlink;

/// <summary>Words of iproute2 for numbers that addresses, routes and rules share; a number without a word is given as a number.</summary>
internal static class KernelWords
{
    private static readonly string[] Protocols = Table(protocol => protocol switch
    {
        RTPROT_UNSPEC => "unspec",
        RTPROT_REDIRECT => "redirect",
        RTPROT_KERNEL => "kernel",
        RTPROT_BOOT => "boot",
        RTPROT_STATIC => "static",
        RTPROT_GATED => "gated",
        RTPROT_RA => "ra",
        RTPROT_MRT => "mrt",
        RTPROT_ZEBRA => "zebra",
        RTPROT_BIRD => "bird",
        RTPROT_DNROUTED => "dnrouted",
        RTPROT_XORP => "xorp",
        RTPROT_NTK => "ntk",
        RTPROT_DHCP => "dhcp",
        RTPROT_KEEPALIVED => "keepalived",
        RTPROT_BABEL => "babel",
        RTPROT_OPENR => "openr",
        RTPROT_BGP => "bgp",
        RTPROT_ISIS => "isis",
        RTPROT_OSPF => "ospf",
        RTPROT_RIP => "rip",
        RTPROT_EIGRP => "eigrp",
        _ => null,
    });

    private static readonly string[] Scopes = Table(scope => scope switch
    {
        RT_SCOPE_UNIVERSE => "global",
        RT_SCOPE_SITE => "site",
        RT_SCOPE_LINK => "link",
        RT_SCOPE_HOST => "host",
        RT_SCOPE_NOWHERE => "nowhere",
        _ => null,
    });

    /// <summary>Who made a route or rule (<c>RTPROT_*</c>).</summary>
    public static string Protocol(byte protocol) => Protocols[protocol];

    /// <summary>How far a destination or address is (<c>RT_SCOPE_*</c>).</summary>
    public static string Scope(byte scope) => Scopes[scope];

    private static string[] Table(Func<byte, string?> word) =>
        [.. Enumerable.Range(0, 256).Select(n => word((byte)n) ?? n.ToString(CultureInfo.InvariantCulture))];
}
