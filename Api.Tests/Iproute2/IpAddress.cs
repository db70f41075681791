using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Addresses in the words of <c>ip -j addr</c>.</summary>
internal static class IpAddress
{
    private static readonly string[] Flags =
    [
        "autojoin", "dadfailed", "deprecated", "dynamic", "home", "mngtmpaddr", "nodad", "noprefixroute", "optimistic", "secondary", "stable-privacy", "temporary", "tentative",
    ];

    /// <summary>All of them, without lifetimes.</summary>
    public static IEnumerable<LinkAddress> All(JsonArray links, NetnsId id) =>
        links.SelectMany(l => l!["addr_info"]!.AsArray().Where(a => a!["local"] is not null).Select(a => Of(a!, id, (int)l["ifindex"]!)));

    /// <summary>Addresses of each link in short form, IPv4 before IPv6.</summary>
    public static ILookup<int, InterfaceAddress> ByLink(IEnumerable<LinkAddress> addresses) =>
        addresses.OrderBy(a => a.Address.Address.AddressFamily == AddressFamily.InterNetworkV6).ToLookup(a => a.LinkIndex, a => a.Address);

    private static LinkAddress Of(JsonNode address, NetnsId id, int link) => new()
    {
        Namespace = id,
        LinkIndex = link,
        Address = new InterfaceAddress(IPAddress.Parse((string)address["local"]!), (int)address["prefixlen"]!),
        Peer = Parsed(address["address"]),
        Broadcast = Parsed(address["broadcast"]),
        Label = (string?)address["label"],
        Scope = (string)address["scope"]!,
        // What is not dynamic is permanent, which ip leaves out.
        Flags = [.. Flags.Where(f => address[f] is not null).Concat(address["dynamic"] is null ? ["permanent"] : []).Order(StringComparer.Ordinal)],
        Metric = (uint?)address["metric"],
    };

    private static IPAddress? Parsed(JsonNode? text) => text is null ? null : IPAddress.Parse((string)text!);
}
