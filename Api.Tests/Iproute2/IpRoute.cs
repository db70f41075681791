using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Iproute2;

/// <summary>Routes in the words of <c>ip -j -d route show table all</c>.</summary>
internal static class IpRoute
{
    private static readonly Dictionary<string, byte> Types = new()
    {
        ["unicast"] = 1,
        ["local"] = 2,
        ["broadcast"] = 3,
        ["anycast"] = 4,
        ["multicast"] = 5,
        ["blackhole"] = 6,
        ["unreachable"] = 7,
        ["prohibit"] = 8,
        ["throw"] = 9,
    };

    private static readonly Dictionary<string, uint> Tables = new() { ["main"] = 254, ["local"] = 255, ["default"] = 253 };

    public static IEnumerable<Route> All(JsonArray routes, NetnsId id, Dictionary<string, int> indices) => routes.Select(r => Of(r!, id, indices));

    /// <summary>A table's number by its name or its number as text.</summary>
    public static uint Table(string text) => Tables.TryGetValue(text, out var number) ? number : uint.Parse(text, CultureInfo.InvariantCulture);

    private static Route Of(JsonNode route, NetnsId id, Dictionary<string, int> indices)
    {
        // Only IPv6 routes have a preference (RFC 4191).
        var isIpv6 = route["pref"] is not null;
        var hops = (route["nexthops"]?.AsArray() ?? []).Select(h => HopOf(h!, indices)).ToList();
        var links = hops.Select(h => h.LinkIndex).Distinct().ToList();
        return new Route
        {
            Namespace = id,
            Destination = Network((string)route["dst"]!, isIpv6),
            Source = (string?)route["from"] is { } from ? Network(from, isIpv6) : null,
            Gateway = Gateway(route),
            LinkIndex = hops.Count > 0 ? links is [var one] ? one : null : (string?)route["dev"] is { } device ? indices[device] : null,
            HasSeveralNextHops = hops.Count > 0,
            NextHops = [.. hops],
            NextHopId = (uint?)route["nhid"],
            Table = Table((string)route["table"]!),
            Type = Types[(string)route["type"]!],
            Protocol = (string)route["protocol"]!,
            Scope = (string)route["scope"]!,
            Metric = (uint?)route["metric"] ?? 0,
            Tos = (string?)route["tos"] is { } tos ? Convert.ToByte(tos, 16) : (byte)0,
            PreferredSource = (string?)route["prefsrc"] is { } source ? IPAddress.Parse(source) : null,
            Flags = FlagsOf(route),
        };
    }

    private static NextHop HopOf(JsonNode hop, Dictionary<string, int> indices) =>
        new(Gateway(hop), indices[(string)hop["dev"]!], (int)hop["weight"]!, FlagsOf(hop));

    private static IPAddress? Gateway(JsonNode node) =>
        ((string?)node["gateway"] ?? (string?)node["via"]?["host"]) is { } gateway ? IPAddress.Parse(gateway) : null;

    private static ValueList<string> FlagsOf(JsonNode node) => [.. node["flags"]!.AsArray().Select(f => (string)f!)];

    private static IPNetwork Network(string text, bool isIpv6) => text switch
    {
        "default" => IPNetwork.Parse(isIpv6 ? "::/0" : "0.0.0.0/0"),
        _ when text.Contains('/', StringComparison.Ordinal) => IPNetwork.Parse(text),
        _ => IPNetwork.Parse($"{text}/{(isIpv6 ? 128 : 32)}"),
    };
}
