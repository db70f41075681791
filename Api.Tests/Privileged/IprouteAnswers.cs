using System.Text.Json.Nodes;
using NetApi.Domain.Topology;
using NetApi.Tests.Iproute2;
using static NetApi.Tests.Privileged.NamespaceView;

namespace NetApi.Tests.Privileged;

/// <summary>What iproute2 and /proc/sys say of a namespace, asked once.</summary>
internal sealed class IprouteAnswers(ScratchNetns netns, IEnumerable<string> sysctls)
{
    private readonly JsonArray _links = netns.IpJson("-d link");
    private readonly JsonArray _ids = netns.IpJson("netns list-id");
    private readonly JsonArray _addresses = netns.IpJson("addr");
    private readonly JsonArray _routes = netns.IpJson("-d route show table all");
    private readonly JsonArray _rules = netns.IpJson("-d rule");
    private readonly JsonArray _rules6 = netns.IpJson("-6 -d rule");
    private readonly JsonArray _neighbours = netns.IpJson("neigh show nud all");
    private readonly JsonArray _proxies = netns.IpJson("neigh show proxy");
    private readonly JsonArray _fdb = Json(netns.In("bridge -j -d fdb"));
    private readonly JsonArray _vlans = Json(netns.In("bridge -j vlan"));
    private readonly string _sockets = netns.In("ss -H -lntue");
    private readonly string _sysctls = netns.In($"tail -v -n 1 {string.Join(' ', sysctls.Select(s => $"/proc/sys/{s.Replace('.', '/')}"))}");

    private readonly string _linkSysctls = netns.In("grep -rH . --include=forwarding --include=rp_filter --include=proxy_arp --include=route_localnet /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf");

    /// <summary>Whether it is no link's own.</summary>
    public static bool IsOfEveryNamespace(string sysctl) => sysctl.Split('.') is not ["net", _, "conf", not ("all" or "default"), ..];

    /// <summary>The same in NetApi's terms.</summary>
    /// <param name="id">How the namespace is called.</param>
    /// <param name="resolve">How the one of that name is called; null where it is not known.</param>
    public NamespaceView ToView(NetnsId id, Func<string, NetnsId?> resolve)
    {
        var indices = IpLink.Indices(_links);
        var names = _ids.ToDictionary(n => (int)n!["nsid"]!, n => (string?)n!["name"]);
        var addresses = IpAddress.All(_addresses, id).ToList();
        var ofLink = IpAddress.ByLink(addresses);
        var vlans = BridgeTool.Vlans(_vlans, indices);
        return new NamespaceView
        {
            Links = Lines(IpLink.All(_links, id, nsid => names.GetValueOrDefault(nsid) is { } name ? resolve(name) : null)
                .Select(l => l with { Addresses = [.. ofLink[l.Index]], Vlans = [.. vlans[l.Index]] })),
            Addresses = Lines(addresses),
            Routes = Lines(IpRoute.All(_routes, id, indices)),
            Rules = Lines([.. IpRule.All(_rules, id, isIpv6: false), .. IpRule.All(_rules6, id, isIpv6: true)]),
            Neighbours = Lines([.. IpNeighbour.All(_neighbours, id, indices), .. IpNeighbour.All(_proxies, id, indices)]),
            Fdb = Lines(BridgeTool.Fdb(_fdb, id, indices)),
            Sockets = Lines(Ss.All(_sockets, id, indices)),
            Sysctls = Lines([.. _sysctls.Split("==> /proc/sys/", StringSplitOptions.RemoveEmptyEntries).Select(Sysctl), .. LinkSysctls([.. _links.Select(l => new LinkName(l!))])]),
        };
    }

    // ==> /proc/sys/net/ipv4/ip_forward <==
    // 0
    private static string Sysctl(string text) => text.Trim().Split(" <==\n") is [var path, var value] ? $"{path.Replace('/', '.')}={value}" : text;

    // /proc/sys/net/ipv4/conf/br0/forwarding:0
    private IEnumerable<string> LinkSysctls(List<LinkName> links)
    {
        var values = _linkSysctls.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["/proc/sys/net/".Length..].Split('/', ':'))
            .ToDictionary(path => (Family: path[0], Link: path[2], Name: path[3]), path => path[4]);
        return from value in values
               let link = links.Find(l => l.Name == value.Key.Link)
               where link is not null && (value.Key.Name == "route_localnet"
                   ? link.IsBridgeOrNic && value.Value != "0"
                   : value.Value != values[value.Key with { Link = "default" }])
               select $"net.{value.Key.Family}.conf.{link.Name.Replace('.', '/')}.{value.Key.Name}={value.Value}";
    }

    private static JsonArray Json(string text) => JsonNode.Parse(text)!.AsArray();

    private sealed record LinkName(string Name, bool IsBridgeOrNic)
    {
        public LinkName(JsonNode link)
            : this((string)link["ifname"]!, (string?)link["linkinfo"]?["info_kind"] is "bridge" or null && (string?)link["link_type"] != "loopback")
        {
        }
    }
}
