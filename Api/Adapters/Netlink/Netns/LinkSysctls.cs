using System.Globalization;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Rtnetlink;
using static NetApi.Adapters.Netlink.Interop.LinuxNetconf;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Sysctls of links, under the names of sysctl(8): of <c>all</c> and <c>default</c>, and of each link that differs from <c>default</c>.</summary>
internal static class LinkSysctls
{
    /// <summary>How many <see cref="Shared"/> gives at the most.</summary>
    public const int MostShared = 8;

    /// <summary>Those of <c>all</c> and <c>default</c>: forwarding, and for IPv4 <c>rp_filter</c> and <c>proxy_arp</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Shared(IReadOnlyList<RawNetconf> dump) =>
        from conf in dump
        where conf.LinkIndex < 0
        from sysctl in Of(conf, conf.LinkIndex == NETCONFA_IFINDEX_ALL ? "all" : "default")
        select sysctl;

    /// <summary>Those that a link has otherwise than <c>default</c>, which links follow until they are set for themselves.</summary>
    public static IEnumerable<(string Name, string Value)> Own(IReadOnlyList<RawNetconf> dump, IReadOnlyList<RawLink> links)
    {
        Dictionary<int, string>? names = null;
        var (ipv4, ipv6) = (DefaultOf(dump, LinuxSocket.AF_INET), DefaultOf(dump, LinuxSocket.AF_INET6));
        foreach (var conf in dump)
        {
            var usual = conf.Family == LinuxSocket.AF_INET ? ipv4 : ipv6;
            if (conf.LinkIndex < 0 || usual is null || conf.SaysWhat(usual))
                continue;
            // An interrupted dump may have a link twice.
            names ??= links.DistinctBy(l => l.Index).ToDictionary(l => l.Index, l => l.Name);
            // A link that came since the links were read is read again with it.
            if (!names.TryGetValue(conf.LinkIndex, out var link))
                continue;
            foreach (var (own, common) in Of(conf, link).Zip(Of(usual, link)))
            {
                if (own != common)
                    yield return own;
            }
        }
    }

    /// <summary>The name of a link's sysctl. A dot in the link's name is written as a slash.</summary>
    public static string NameOf(string family, string link, string sysctl) => $"net.{family}.conf.{link.Replace('.', '/')}.{sysctl}";

    private static RawNetconf? DefaultOf(IReadOnlyList<RawNetconf> dump, byte family)
    {
        // It is the last of its family.
        for (var i = dump.Count - 1; i >= 0; i--)
        {
            if (dump[i].Family == family && dump[i].LinkIndex == NETCONFA_IFINDEX_DEFAULT)
                return dump[i];
        }
        return null;
    }

    private static IEnumerable<(string Name, string Value)> Of(RawNetconf conf, string link)
    {
        var family = conf.Family == LinuxSocket.AF_INET ? "ipv4" : "ipv6";
        if (conf.Forwarding is { } forwarding)
            yield return (family == "ipv4" && link == "all" ? "net.ipv4.ip_forward" : NameOf(family, link, "forwarding"), Text(forwarding));
        if (family == "ipv6")
            yield break;
        if (conf.RpFilter is { } filter)
            yield return (NameOf(family, link, "rp_filter"), Text(filter));
        if (conf.ProxyArp is { } proxy)
            yield return (NameOf(family, link, "proxy_arp"), Text(proxy));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
