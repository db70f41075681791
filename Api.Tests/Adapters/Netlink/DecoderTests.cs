using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class DecoderTests
{
    private static readonly Dictionary<string, LinkState> StateNames = new()
    {
        ["UNKNOWN"] = LinkState.Unknown,
        ["DOWN"] = LinkState.Down,
        ["UP"] = LinkState.Up,
    };

    private static readonly Dictionary<string, byte> RouteTypes = new()
    {
        ["unicast"] = 1,
        ["local"] = 2,
        ["broadcast"] = 3,
        ["multicast"] = 5,
        ["blackhole"] = 6,
        ["unreachable"] = 7,
    };

    private static readonly Dictionary<string, uint> TableNames = new() { ["main"] = 254, ["local"] = 255 };

    [Fact]
    public void Decode_CapturedLinks_SayWhatIpLinkSays()
    {
        var links = Capture.Decode(Capture.Bytes("link.bin"), LinkDecoder.Decode);
        var golden = Capture.Golden("link.json");
        var indices = golden.ToDictionary(l => (string)l!["ifname"]!, l => (int)l!["ifindex"]!);
        Assert.Equal(golden.Select(l => ExpectedLink(l!, indices)), links);
    }

    [Fact]
    public void Decode_CapturedLinks_CoverWhatTheDecoderKnows()
    {
        var links = Capture.Decode(Capture.Bytes("link.bin"), LinkDecoder.Decode);
        Assert.Contains(links, l => l is { Kind: "veth", ParentNsid: 0, ParentIndex: 2, PortState: BridgePortState.Forwarding });
        Assert.Contains(links, l => l is { Kind: "veth", ParentNsid: null, ParentIndex: 4, MasterIndex: null });
        Assert.Contains(links, l => l is { Kind: "macvlan", ParentIndex: 2, MtuBytes: 1400 });
        Assert.Contains(links, l => l is { Kind: "ifb", Alias: "kept for later", IsUp: false });
        Assert.Contains(links, l => l is { Kind: "loopback", MtuBytes: 65536 });
    }

    [Fact]
    public void Decode_CapturedAddresses_SayWhatIpAddrSays()
    {
        var addresses = Capture.Decode(Capture.Bytes("addr.bin"), AddressDecoder.Decode);
        var expected = Capture.Golden("addr.json").SelectMany(l => l!["addr_info"]!.AsArray().Select(a =>
            new RawAddress((int)l["ifindex"]!, new InterfaceAddress(IPAddress.Parse((string)a!["local"]!), (int)a["prefixlen"]!))));
        Assert.Equal(expected.Order(ByText), addresses.Order(ByText));
    }

    [Fact]
    public void Decode_CapturedRoutes_SayWhatIpRouteSays()
    {
        var indices = Capture.Golden("link.json").ToDictionary(l => (string)l!["ifname"]!, l => (int)l!["ifindex"]!);
        var routes = Capture.Decode(Capture.Bytes("route.bin"), RouteDecoder.Decode);
        Assert.Equal(Capture.Golden("route.json").Select(r => ExpectedRoute(r!, indices)), routes);
    }

    [Fact]
    public void Decode_CapturedRoutes_CoverSeveralNextHops() =>
        Assert.Contains(Capture.Decode(Capture.Bytes("route.bin"), RouteDecoder.Decode), r => r is { HasSeveralNextHops: true, Gateway: null, LinkIndex: not null });

    [Fact]
    public void Decode_MessageOfAnotherType_GivesNothing()
    {
        Assert.Empty(Capture.Decode(Capture.Bytes("addr.bin"), LinkDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("route.bin"), AddressDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("link.bin"), RouteDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("link.bin"), NsidDecoder.Decode));
    }

    private static Comparer<RawAddress> ByText { get; } = Comparer<RawAddress>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"));

    private static RawLink ExpectedLink(JsonNode link, Dictionary<string, int> indices) => new()
    {
        Index = (int)link["ifindex"]!,
        Name = (string)link["ifname"]!,
        Kind = (string?)link["linkinfo"]?["info_kind"] ?? (string)link["link_type"]!,
        Mac = MacAddress.Parse((string)link["address"]!),
        MtuBytes = (int)link["mtu"]!,
        State = StateNames[(string)link["operstate"]!],
        IsUp = link["flags"]!.AsArray().Any(f => (string)f! == "UP"),
        MasterIndex = (string?)link["master"] is { } master ? indices[master] : null,
        ParentIndex = (int?)link["link_index"] ?? ((string?)link["link"] is { } parent ? indices[parent] : null),
        ParentNsid = (int?)link["link_netnsid"],
        PortState = (string?)link["linkinfo"]?["info_slave_data"]?["state"] is { } state ? Enum.Parse<BridgePortState>(state, ignoreCase: true) : null,
        Alias = (string?)link["ifalias"],
    };

    private static Route ExpectedRoute(JsonNode route, Dictionary<string, int> indices)
    {
        var isIpv6 = route["pref"] is not null;
        var hops = route["nexthops"]?.AsArray();
        var links = (hops ?? [route.DeepClone()]).Select(h => (string?)h!["dev"]).Distinct().ToList();
        var table = (string)route["table"]!;
        var gateway = (string?)route["gateway"] ?? (string?)route["via"]?["host"];
        return new Route
        {
            Destination = Destination((string)route["dst"]!, isIpv6),
            Gateway = gateway is null ? null : IPAddress.Parse(gateway),
            LinkIndex = links is [{ } device] ? indices[device] : null,
            HasSeveralNextHops = hops is not null,
            Table = TableNames.TryGetValue(table, out var number) ? number : uint.Parse(table, CultureInfo.InvariantCulture),
            Type = RouteTypes[(string)route["type"]!],
            Metric = (uint?)route["metric"] ?? 0,
            PreferredSource = (string?)route["prefsrc"] is { } source ? IPAddress.Parse(source) : null,
        };
    }

    private static IPNetwork Destination(string text, bool isIpv6) => text switch
    {
        "default" => IPNetwork.Parse(isIpv6 ? "::/0" : "0.0.0.0/0"),
        _ when text.Contains('/', StringComparison.Ordinal) => IPNetwork.Parse(text),
        _ => IPNetwork.Parse($"{text}/{(isIpv6 ? 128 : 32)}"),
    };
}
