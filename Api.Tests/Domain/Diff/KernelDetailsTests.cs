using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Diff;

/// <summary>What a diff says beyond links: settings, routes of every namespace, rules, neighbours, forwarding entries, sockets, sysctls, the engine.</summary>
public sealed class KernelDetailsTests
{
    private static readonly RoutingRule Main = new() { Namespace = HostId, IsIpv6 = false, Priority = 32766, Action = "table", Table = 254, Protocol = "kernel" };

    // No namespace is without rules: a state without any was kept by an earlier version.
    private static readonly HostState Host = WithWeb with { Rules = [Main] };

    [Fact]
    public void Compare_SettingsOfABridge_AreTold()
    {
        var before = Host.Change("docker0", l => l with { Bridge = new BridgeSettings { AgeingSeconds = 300 } });
        var after = before.Change("docker0", l => l with { Bridge = new BridgeSettings { AgeingSeconds = 300, Stp = true, VlanFiltering = true, DefaultPvid = 1 } });
        Assert.Equal(["bridge docker0 has STP on (was off), has VLAN filtering on (was off), has default PVID 1 (was none)"], Summaries(before, after));
    }

    [Fact]
    public void Compare_SettingsOfAPort_AreToldWhereItStaysOne()
    {
        var before = Host.Change("veth8d73f3e", l => l with { Port = new BridgePortSettings { Learning = true }, Vlans = [new PortVlan(1, true, true)] });
        var after = before.Change("veth8d73f3e", l => l with { Port = new BridgePortSettings { Learning = true, Hairpin = true }, Vlans = [new PortVlan(20, false, false)] });
        Assert.Equal(["veth8d73f3e has hairpin on (was off), has VLANs 20 (was 1 pvid untagged)"], Summaries(before, after));
        Assert.Equal(["veth8d73f3e is no longer a port of docker0"], Summaries(before, before.Change("veth8d73f3e", l => l with { MasterIndex = null, Port = null, Vlans = [] })));
    }

    [Fact]
    public void Compare_WhatAnEarlierVersionDidNotKeep_IsNoChange()
    {
        var kept = WithWeb;
        var now = new HostContent(new Random(3)).Fill(WithWeb);
        Assert.DoesNotContain(HostDiff.Compare(kept, now), c => c.Entity is ChangeEntity.Rule or ChangeEntity.Neighbour or ChangeEntity.Fdb or ChangeEntity.Socket or ChangeEntity.Sysctl or ChangeEntity.Engine);
        Assert.DoesNotContain(HostDiff.Compare(kept, now), c => c is { Entity: ChangeEntity.Route, Kind: ChangeKind.Added } && c.Key.StartsWith("container:", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_OtherSettingsOfLinks_AreTold()
    {
        var vxlan = Link(HostId, 9, "vxlan0", "vxlan") with { Vxlan = new VxlanSettings(42, null, null, 4789, false, true), HasCarrier = true };
        var before = Host with { Links = Host.Links.Add(vxlan) };
        var after = before.Change("vxlan0", l => l with { Vxlan = new VxlanSettings(42, IPAddress.Parse("192.0.2.10"), null, 4789, false, false), HasCarrier = false, Alias = "to lab", AltNames = ["overlay"] });
        Assert.Equal(
            ["link vxlan0 has no carrier, has alternative names overlay (was none), has alias to lab (was none), has local address 192.0.2.10 (was none), has learning of VTEPs off (was on)"],
            Summaries(before, after));
    }

    [Fact]
    public void Compare_FlagsOfAnAddress_AreTold()
    {
        HostState With(params string[] flags) => Host with { Addresses = [new LinkAddress { Namespace = HostId, LinkIndex = 2, Address = InterfaceAddress.Parse("192.0.2.10/24"), Scope = "global", Flags = [.. flags] }] };
        Assert.Equal(["address 192.0.2.10/24 on eth0 of the host has flags deprecated, dynamic (was dynamic)"], Summaries(With("dynamic"), With("deprecated", "dynamic")));
        Assert.Empty(Summaries(With("permanent"), With("permanent", "tentative")));
    }

    [Fact]
    public void Compare_RoutesOfOtherNamespaces_AreToldWithThem()
    {
        var route = DefaultRoute with { Namespace = WebId, LinkIndex = 12, Gateway = IPAddress.Parse("172.17.0.1") };
        var with = Host with { Routes = Host.Routes.Add(route) };
        var change = Assert.Single(HostDiff.Compare(Host, with));
        Assert.Equal(("container:myweb/main/0.0.0.0/0", "route default via 172.17.0.1 dev eth0 was added to container myweb"), (change.Key, change.Summary));
        Assert.Equal(["route default via 172.17.0.1 dev eth0 of container myweb is gone"], Summaries(with, Host));
        Assert.Equal(
            ["route default of container myweb is now via 172.17.0.9 dev eth0 (was via 172.17.0.1 dev eth0)"],
            Summaries(with, Host with { Routes = Host.Routes.Add(route with { Gateway = IPAddress.Parse("172.17.0.9") }) }));
    }

    [Fact]
    public void Compare_NextHops_AreToldOneByOne()
    {
        Route Over(int weight) => DefaultRoute with
        {
            Gateway = null,
            LinkIndex = null,
            HasSeveralNextHops = true,
            NextHops = [new NextHop(IPAddress.Parse("192.0.2.1"), 2, weight, []), new NextHop(null, 3, 1, [])],
        };
        Assert.Equal(
            ["route default is now over several next hops: via 192.0.2.1 dev eth0 weight 2, dev docker0 weight 1 (was over several next hops: via 192.0.2.1 dev eth0 weight 1, dev docker0 weight 1)"],
            Summaries(Host with { Routes = [Over(1)] }, Host with { Routes = [Over(2)] }));
    }

    [Fact]
    public void Compare_Rules_AreTold()
    {
        var rule = new RoutingRule { Namespace = HostId, IsIpv6 = false, Priority = 100, Action = "table", Table = 7, Source = IPNetwork.Parse("10.0.0.0/8"), IncomingLink = "docker0", Mark = 1, Protocol = "static" };
        var with = Host with { Rules = [Main, rule] };
        var change = Assert.Single(HostDiff.Compare(Host, with));
        Assert.Equal(("host/ipv4/100", "IPv4 rule 100 from 10.0.0.0/8 fwmark 0x1 iif docker0 lookup 7 proto static was added"), (change.Key, change.Summary));
        Assert.Equal(
            ["IPv4 rule 100 is now not from all blackhole (was from 10.0.0.0/8 fwmark 0x1 iif docker0 lookup 7 proto static)"],
            Summaries(with, Host with { Rules = [Main, new RoutingRule { Namespace = HostId, IsIpv6 = false, Priority = 100, Action = "blackhole", IsInverted = true }] }));
    }

    [Fact]
    public void Compare_NeighboursAndForwardingEntriesThatSomebodySet_AreTold()
    {
        var mac = MacAddress.Parse("02:42:0a:00:00:03");
        var permanent = new Neighbour { Namespace = HostId, LinkIndex = 2, Address = IPAddress.Parse("192.0.2.1"), Mac = mac, State = NeighbourState.Permanent };
        var learned = permanent with { Address = IPAddress.Parse("192.0.2.2"), State = NeighbourState.Reachable };
        var entry = new FdbEntry { Namespace = HostId, LinkIndex = 3, Mac = mac, Remote = IPAddress.Parse("198.51.100.7"), Flags = ["self", "permanent"] };
        ImmutableArray<FdbEntry> noise = [entry with { IsLearned = true }, entry with { Mac = MacAddress.Parse("33:33:00:00:00:01") }, entry with { Mac = Docker0.Mac ?? default, Remote = null }];
        var with = Host with { Neighbours = [permanent, learned], Fdb = [entry, .. noise] };
        Assert.Equal(
            ["permanent neighbour 192.0.2.1 on eth0 at 02:42:0a:00:00:03 was added", "forwarding entry 02:42:0a:00:00:03 dst 198.51.100.7 on docker0 was added"],
            Summaries(Host, with));
        Assert.Equal(
            ["permanent neighbour 192.0.2.1 on eth0 has MAC none (was 02:42:0a:00:00:03)"],
            Summaries(with, with with { Neighbours = [permanent with { Mac = null }] }));
    }

    [Fact]
    public void Compare_ListeningSockets_AreTold()
    {
        var socket = new ListeningSocket { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 8000, Inode = 5, Pid = 6, Process = "docker-proxy" };
        var inside = new ListeningSocket { Namespace = WebId, Protocol = TransportProtocol.Udp, Address = IPAddress.IPv6Any, Port = 53, IsV6Only = false };
        var with = Host with { Sockets = [socket, inside] };
        var changes = HostDiff.Compare(Host, with);
        Assert.Equal(["container:myweb/udp/[::]:53", "host/tcp/0.0.0.0:8000"], changes.Select(c => c.Key));
        Assert.Equal(["something now listens on [::]:53/udp in container myweb", "docker-proxy now listens on 0.0.0.0:8000/tcp"], changes.Select(c => c.Summary));
        Assert.Equal(["nothing listens any longer on [::]:53/udp in container myweb", "docker-proxy no longer listens on 0.0.0.0:8000/tcp"], Summaries(with, Host));
        Assert.Empty(Summaries(with, Host with { Sockets = [socket with { Inode = 9, Pid = 9 }, inside] }));
        Assert.Equal(["the socket on 0.0.0.0:8000/tcp is now held by nginx (was docker-proxy)"], Summaries(with, Host with { Sockets = [socket with { Process = "nginx" }, inside] }));
    }

    [Fact]
    public void Compare_Sysctls_AreTold()
    {
        HostState With(string value) => Host with { Sysctls = [new NamespaceSysctls(HostId, ImmutableSortedDictionary<string, string>.Empty.Add("net.ipv4.ip_forward", value))] };
        var change = Assert.Single(HostDiff.Compare(With("0"), With("1")));
        Assert.Equal(("host/net.ipv4.ip_forward", "sysctl net.ipv4.ip_forward is now 1 (was 0)"), (change.Key, change.Summary));
    }

    [Fact]
    public void Compare_WhatTheEngineSays_IsTold()
    {
        var engine = new EngineSettings { Version = "28.5.2", ApiVersion = "1.51", LiveRestore = false, UserlandProxy = true };
        var before = Host with { Engine = engine };
        var after = before.ChangeWeb(c => c with { ExposedPorts = [new ExposedPort(80, TransportProtocol.Tcp)] }) with
        {
            Engine = engine with { Version = "29.0.0", LiveRestore = true, DefaultAddressPools = [new AddressPool(IPNetwork.Parse("10.10.0.0/16"), 24)] },
            Networks = [BridgeNetwork with { IsAttachable = true, ParentLink = "eth0" }],
        };
        Assert.Equal(
            [
                "container myweb has exposed ports 80/tcp (was none)",
                "network bridge is now attachable, has parent eth0 (was none)",
                "the engine has version 29.0.0 (was 28.5.2), has live restore on (was off), has default address pools 10.10.0.0/16 in /24 (was none)",
            ],
            Summaries(before, after));
        Assert.Empty(Summaries(before, before with { Engine = null }));
    }

    [Theory]
    [InlineData(null, true, null)]
    [InlineData(true, null, null)]
    [InlineData(null, null, null)]
    [InlineData(false, true, "the engine has userland proxy on (was off)")]
    [InlineData(true, false, "the engine has userland proxy off (was on)")]
    public void Compare_WhetherProxiesRun_IsAChangeOnlyWhereBothStatesKnow(bool? before, bool? after, string? summary)
    {
        HostState With(bool? proxy) => Host with { Engine = new EngineSettings { Version = "28.5.2", ApiVersion = "1.51", UserlandProxy = proxy } };
        Assert.Equal(summary is null ? [] : [summary], Summaries(With(before), With(after)));
    }

    [Fact]
    public void Compare_EngineThatTellsMoreAfterItsUpgrade_TellsOfTheUpgradeAlone()
    {
        var engine = new EngineSettings { Version = "28.0.0", ApiVersion = "1.48", MaxApiVersion = "1.48" };
        var upgraded = engine with { Version = "28.5.2", MaxApiVersion = "1.51", FirewallBackend = "iptables", Swarm = "inactive" };
        Assert.Equal(["the engine has version 28.5.2 (was 28.0.0)"], Summaries(Host with { Engine = engine }, Host with { Engine = upgraded }));
    }

    [Fact]
    public void Compare_NamespaceThatComesWithMoreThanTheKernelGivesIt_TellsOfThat()
    {
        var blue = new NetworkNamespace { Id = new NetnsId("6f1c2a9b-77"), Inode = 77, Kind = NetnsKind.Named, Name = "blue" };
        var loopback = WebLoopback with { Namespace = blue.Id, Addresses = [InterfaceAddress.Parse("127.0.0.1/8"), InterfaceAddress.Parse("127.0.0.7/8")] };
        var to = Host with
        {
            Namespaces = [.. Host.Namespaces, blue],
            Links = [.. Host.Links, loopback],
            Rules = [Main, Main with { Namespace = blue.Id }, Main with { Namespace = blue.Id, Priority = 99, Table = 7, Protocol = "static" }],
        };
        Assert.Equal(
            ["address 127.0.0.7/8 was added to lo of namespace blue", "IPv4 rule 99 of namespace blue from all lookup 7 proto static was added", "network namespace blue is new"],
            Summaries(Host, to));
    }

    private static IEnumerable<string> Summaries(HostState from, HostState to) => HostDiff.Compare(from, to).Select(c => c.Summary);
}
