using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Netlink.SockDiag;
using NetApi.Domain.Topology;
using NetApi.Tests.Iproute2;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class DecoderTests
{
    private static readonly NetnsId Here = new("here");
    private static readonly NetnsId There = new("there");

    [Fact]
    public void Decode_CapturedLinks_SayWhatIpLinkSays()
    {
        var links = Capture.Decode(Capture.Bytes("link.bin"), LinkDecoder.Decode).Select(l => LinkAssembler.ToLink(l, Here, [], [], Resolve));
        Assert.Equal(IpLink.All(Capture.Golden("link.json"), Here, Resolve), links);
    }

    [Fact]
    public void Decode_CapturedLinks_CoverWhatTheDecoderKnows()
    {
        var links = Capture.Decode(Capture.Bytes("link.bin"), LinkDecoder.Decode);
        Assert.Contains(links, l => l is { Kind: "veth", ParentNsid: 0, ParentIndex: 2, PortState: BridgePortState.Forwarding, Port: { Learning: true, UnicastFlood: true, Cost: 2 } });
        Assert.Contains(links, l => l is { Kind: "veth", ParentNsid: null, ParentIndex: 4, MasterIndex: null });
        Assert.Contains(links, l => l is { Kind: "macvlan", ParentIndex: 2, MtuBytes: 1400, Mode: "bridge" });
        Assert.Contains(links, l => l is { Kind: "vxlan", Vxlan: { Vni: 5, Port: 4789, Learning: true } });
        Assert.Contains(links, l => l is { Kind: "ifb", Alias: "kept for later", IsUp: false, HasCarrier: null });
        Assert.Contains(links, l => l is { Kind: "bridge", Bridge: { Stp: false, MulticastSnooping: true, AgeingSeconds: 300, ForwardDelaySeconds: 15 } });
        Assert.Contains(links, l => l is { Kind: "loopback", MtuBytes: 65536, HasCarrier: true });
    }

    [Fact]
    public void Decode_CapturedAddresses_SayWhatIpAddrSays()
    {
        var addresses = Capture.Decode(Capture.Bytes("addr.bin"), m => AddressDecoder.Decode(m, Here, DateTimeOffset.UnixEpoch));
        Assert.Equal(Lines(IpAddress.All(Capture.Golden("addr.json"), Here)), Lines(addresses));
    }

    [Fact]
    public void Decode_CapturedRoutes_SayWhatIpRouteSays()
    {
        var routes = Capture.Decode(Capture.Bytes("route.bin"), m => RouteDecoder.DecodeConfigured(m, Here));
        Assert.Equal(IpRoute.All(Capture.Golden("route.json"), Here, Indices()), routes);
    }

    [Fact]
    public void Decode_CapturedConfigurationOfLinks_SaysWhatIpNetconfSays()
    {
        var indices = Indices();
        var said = Capture.Golden("netconf.json").Select(c => (
            (string?)c!["family"] == "inet",
            (string)c["interface"]! is var name && name == "all" ? -1 : name == "default" ? -2 : indices[name],
            (bool)c["forwarding"]! ? 1 : 0,
            (string?)c["rp_filter"] switch { "off" => 0, "strict" => 1, "loose" => 2, _ => default(int?) },
            (bool)c["proxy_neigh"]! ? 1 : 0));
        var decoded = Capture.Decode(Capture.Bytes("netconf.bin"), RawNetconf.Decode);
        Assert.Equal(said, decoded.Select(c => (c.Family == 2, c.LinkIndex, c.Forwarding!.Value, c.RpFilter, c.ProxyArp!.Value)));
        Assert.Contains(decoded, c => c is { RpFilter: 2, Forwarding: 0 });
    }

    [Fact]
    public void Decode_CapturedRoutes_CoverSeveralNextHops() =>
        Assert.Contains(Capture.Decode(Capture.Bytes("route.bin"), m => RouteDecoder.Decode(m, Here)), r => r is { HasSeveralNextHops: true, Gateway: null, LinkIndex: not null, NextHops.Length: 2 });

    [Fact]
    public void Decode_CapturedRules_SayWhatIpRuleSays()
    {
        var rules = Capture.Decode(Capture.Bytes("rule.bin"), m => RuleDecoder.Decode(m, Here));
        IEnumerable<RoutingRule> expected = [.. IpRule.All(Capture.Golden("rule.json"), Here, isIpv6: false), .. IpRule.All(Capture.Golden("rule6.json"), Here, isIpv6: true)];
        Assert.Equal(expected, rules.Order(KernelOrder.Rules));
        Assert.Contains(rules, r => r is { Mark: 0, MarkMask: 4, Action: "unreachable", Table: 0 });
        Assert.Contains(rules, r => r is { SuppressPrefixLength: 0, Table: 254 });
        Assert.Contains(rules, r => r is { IsInverted: true, Goto: 32766, Mark: 7, MarkMask: null });
    }

    [Fact]
    public void Decode_CapturedNeighbours_SayWhatIpNeighSays()
    {
        var neighbours = Capture.Decode(Capture.Bytes("neigh.bin"), m => NeighbourDecoder.Decode(m, Here));
        Assert.Equal(Lines(IpNeighbour.All(Capture.Golden("neigh.json"), Here, Indices())), Lines(neighbours));
        Assert.Contains(neighbours, n => n is { IsRouter: true, IsExternallyLearned: true, State: NeighbourState.Permanent });
    }

    [Fact]
    public void Decode_CapturedForwardingEntries_SayWhatBridgeFdbSays()
    {
        var entries = Capture.Decode(Capture.Bytes("fdb.bin"), m => FdbDecoder.Decode(m, Here));
        Assert.Equal(Lines(BridgeTool.Fdb(Capture.Golden("fdb.json"), Here, Indices())), Lines(entries));
        Assert.Contains(entries, e => e is { Vni: 55, Remote: not null, BridgeIndex: null, IsLearned: false });
        Assert.Contains(entries, e => e is { IsLearned: true, BridgeIndex: not null });
    }

    [Theory]
    [InlineData("tcp", TransportProtocol.Tcp)]
    [InlineData("udp", TransportProtocol.Udp)]
    public void Decode_CapturedSockets_SayWhatSsSays(string name, TransportProtocol protocol)
    {
        var sockets = Capture.Decode(Capture.Bytes($"{name}.bin"), m => SocketDecoder.Decode(m, Here, protocol));
        // Of one protocol ss leaves the column out that names it.
        var expected = Ss.All(string.Join('\n', Capture.Text($"{name}.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"{name} {l}")), Here, Indices());
        Assert.Equal(Lines(expected), Lines(sockets));
    }

    [Fact]
    public void Decode_MessageOfAnotherType_GivesNothing()
    {
        Assert.Empty(Capture.Decode(Capture.Bytes("addr.bin"), LinkDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("route.bin"), m => AddressDecoder.Decode(m, Here, default)));
        Assert.Empty(Capture.Decode(Capture.Bytes("link.bin"), m => RouteDecoder.Decode(m, Here)));
        Assert.Empty(Capture.Decode(Capture.Bytes("link.bin"), NsidDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("link.bin"), VlanDecoder.Decode));
        Assert.Empty(Capture.Decode(Capture.Bytes("route.bin"), m => RuleDecoder.Decode(m, Here)));
        Assert.Empty(Capture.Decode(Capture.Bytes("addr.bin"), m => NeighbourDecoder.Decode(m, Here) as object ?? FdbDecoder.Decode(m, Here)));
    }

    private static Dictionary<string, int> Indices() => IpLink.Indices(Capture.Golden("link.json"));

    private static NetnsId? Resolve(int nsid) => nsid == 0 ? There : null;

    private static IEnumerable<string> Lines<T>(IEnumerable<T> items) => items.Select(i => $"{i}").Order(StringComparer.Ordinal);
}
