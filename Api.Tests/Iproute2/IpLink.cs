using System.Net;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Links in the words of <c>ip -j -d link</c>.</summary>
internal static class IpLink
{
    /// <summary>ifindex of each link by its name.</summary>
    public static Dictionary<string, int> Indices(JsonArray links) => links.ToDictionary(l => (string)l!["ifname"]!, l => (int)l!["ifindex"]!);

    /// <summary>All of them, without addresses and VLANs, which other commands show.</summary>
    /// <param name="links">What ip printed.</param>
    /// <param name="id">The namespace.</param>
    /// <param name="resolve">The namespace behind a number of <c>link-netnsid</c>.</param>
    public static IEnumerable<Link> All(JsonArray links, NetnsId id, Func<int, NetnsId?> resolve)
    {
        var indices = Indices(links);
        return links.Select(l => Of(l!, id, indices, resolve));
    }

    private static Link Of(JsonNode link, NetnsId id, Dictionary<string, int> indices, Func<int, NetnsId?> resolve)
    {
        var flags = link["flags"]!.AsArray().Select(f => (string)f!).ToHashSet();
        var kind = (string?)link["linkinfo"]?["info_kind"];
        var data = kind is null ? null : link["linkinfo"]!["info_data"];
        var port = (string?)link["linkinfo"]?["info_slave_kind"] == "bridge" ? link["linkinfo"]!["info_slave_data"] : null;
        return new Link
        {
            Namespace = id,
            Index = (int)link["ifindex"]!,
            Name = (string)link["ifname"]!,
            Kind = kind ?? ((string)link["link_type"]! == "loopback" ? "loopback" : "physical"),
            Mac = MacAddress.TryParse((string?)link["address"], out var mac) ? mac : null,
            MtuBytes = (int)link["mtu"]!,
            State = Enum.Parse<LinkState>((string)link["operstate"]!, ignoreCase: true),
            IsUp = flags.Contains("UP"),
            HasCarrier = flags.Contains("UP") ? flags.Contains("LOWER_UP") : null,
            MasterIndex = (string?)link["master"] is { } master ? indices[master] : null,
            Parent = ParentOf(link, id, indices, resolve),
            PortState = (string?)port?["state"] is { } state ? Enum.Parse<BridgePortState>(state, ignoreCase: true) : null,
            Port = port is null ? null : PortOf(port),
            Alias = (string?)link["ifalias"],
            AltNames = [.. (link["altnames"]?.AsArray() ?? []).Select(n => (string)n!).Order(StringComparer.Ordinal)],
            Bridge = kind == "bridge" ? BridgeOf(data!) : null,
            Vlan = kind == "vlan" ? new VlanSettings((int)data!["id"]!, (string)data["protocol"]!) : null,
            Vxlan = kind == "vxlan" ? VxlanOf(data!) : null,
            Tunnel = kind is "gre" or "gretap" or "ip6gre" or "ipip" or "sit" or "geneve" ? TunnelOf(kind, data!) : null,
            Mode = kind switch
            {
                "macvlan" or "macvtap" or "ipvlan" or "ipvtap" or "bond" => (string)data!["mode"]!,
                "tun" => (string)data!["type"]!,
                _ => null,
            },
        };
    }

    private static LinkReference? ParentOf(JsonNode link, NetnsId id, Dictionary<string, int> indices, Func<int, NetnsId?> resolve)
    {
        var index = (int?)link["link_index"] ?? ((string?)link["link"] is { } name ? indices[name] : 0);
        return index == 0 ? null : new LinkReference(index, (int?)link["link_netnsid"] is { } nsid ? resolve(nsid) : id);
    }

    private static BridgeSettings BridgeOf(JsonNode data) => new()
    {
        Stp = (int)data["stp_state"]! != 0,
        VlanFiltering = (int)data["vlan_filtering"]! != 0,
        DefaultPvid = (int?)data["vlan_default_pvid"],
        MulticastSnooping = (int)data["mcast_snooping"]! != 0,
        AgeingSeconds = (int)data["ageing_time"]! / 100.0,
        ForwardDelaySeconds = (int)data["forward_delay"]! / 100.0,
    };

    private static BridgePortSettings PortOf(JsonNode data) => new()
    {
        Hairpin = (bool)data["hairpin"]!,
        Isolated = (bool)data["isolated"]!,
        Learning = (bool)data["learning"]!,
        UnicastFlood = (bool)data["flood"]!,
        Guard = (bool)data["guard"]!,
        RootBlock = (bool)data["root_block"]!,
        NeighbourSuppression = (bool)data["neigh_suppress"]!,
        Cost = (uint)data["cost"]!,
        Priority = (int)data["priority"]!,
    };

    private static VxlanSettings VxlanOf(JsonNode data) => new(
        (uint)data["id"]!,
        Address(data["local"] ?? data["local6"]),
        Address(data["remote"] ?? data["remote6"] ?? data["group"] ?? data["group6"]),
        (int)data["port"]!,
        (bool?)data["external"] ?? false,
        (bool)data["learning"]!);

    private static TunnelSettings TunnelOf(string kind, JsonNode data) => new(
        Address(data["local"]),
        Address(data["remote"] ?? data["remote6"]),
        kind == "geneve" ? (uint?)data["id"] : (string?)data["okey"] is { } key ? BitConverter.ToUInt32([.. IPAddress.Parse(key).GetAddressBytes().Reverse()]) : null);

    private static IPAddress? Address(JsonNode? text) => text is null || (string)text! == "any" ? null : IPAddress.Parse((string)text!);
}
