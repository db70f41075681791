using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;

namespace NetApi.Tests.Topology;

/// <summary>The article's host with something in every list of the state.</summary>
internal static class FullHost
{
    public static readonly NetnsId HostId = SampleHost.HostId;
    public static readonly NetnsId WebId = SampleHost.WebId;
    public static readonly NetnsId LeftOverId = new("6f1c2a9b-60");

    public static readonly NetworkNamespace LeftOver = new()
    {
        Id = LeftOverId,
        Inode = 60,
        Kind = NetnsKind.Process,
        Name = "/run/docker/netns/0123456789ab",
        Paths = ["/run/docker/netns/0123456789ab"],
    };

    public static readonly HostState State = SampleHost.WithWeb with
    {
        ContentHash = "f00d",
        Namespaces = [SampleHost.HostNamespace, SampleHost.WebNamespace, LeftOver],
        Links =
        [
            SampleHost.Eth0 with { AltNames = ["enp1s0"], Alias = "uplink", HasCarrier = true },
            SampleHost.Docker0 with { Bridge = new BridgeSettings { VlanFiltering = true, DefaultPvid = 1, AgeingSeconds = 300 } },
            SampleHost.WebHostEnd with { Port = new BridgePortSettings { Hairpin = true, Learning = true }, Vlans = [new PortVlan(1, IsPvid: true, IsUntagged: true)] },
            SampleHost.Link(HostId, 20, "eth0.7", "vlan") with { Parent = new LinkReference(2, HostId), Vlan = new VlanSettings(7, "802.1Q"), State = LinkState.LowerLayerDown },
            SampleHost.Link(HostId, 21, "vx0", "vxlan") with { Vxlan = new VxlanSettings(42, null, IPAddress.Parse("192.0.2.99"), 4789, IsExternal: false, Learning: true) },
            SampleHost.Link(HostId, 22, "br-0123456789ab", "bridge"),
            SampleHost.Link(HostId, 23, "vethlost", "veth") with { Parent = new LinkReference(2, null) },
            SampleHost.WebLoopback,
            SampleHost.WebEth0,
        ],
        Addresses =
        [
            new LinkAddress { Namespace = HostId, LinkIndex = 2, Address = InterfaceAddress.Parse("192.0.2.10/24"), Scope = "global", Flags = ["dynamic"], Broadcast = IPAddress.Parse("192.0.2.255"), Label = "eth0", ValidUntil = SampleHost.ObservedAt.AddHours(1) },
            new LinkAddress { Namespace = HostId, LinkIndex = 2, Address = InterfaceAddress.Parse("2001:db8::10/64"), Scope = "global", Flags = ["deprecated", "permanent"] },
            new LinkAddress { Namespace = WebId, LinkIndex = 12, Address = InterfaceAddress.Parse("172.17.0.7/16"), Scope = "global", Flags = ["permanent"] },
        ],
        Routes =
        [
            SampleHost.DefaultRoute with { Protocol = "dhcp", Scope = "global", Metric = 100, Flags = ["linkdown"] },
            SampleHost.BridgeRoute with { Protocol = "kernel", Scope = "link" },
            new Route { Namespace = HostId, Destination = IPNetwork.Parse("198.51.100.0/24"), Table = 100_000, Type = 1, HasSeveralNextHops = true, NextHops = [new NextHop(IPAddress.Parse("192.0.2.1"), 2, 1, []), new NextHop(IPAddress.Parse("192.0.2.2"), 2, 3, ["dead"])] },
            new Route { Namespace = HostId, Destination = IPNetwork.Parse("203.0.113.0/24"), Table = 254, Type = 6 },
            new Route { Namespace = WebId, Destination = IPNetwork.Parse("::/0"), Table = 254, Type = 1, Gateway = IPAddress.Parse("fe80::1"), LinkIndex = 12, Protocol = "ra" },
        ],
        Rules =
        [
            new RoutingRule { Namespace = HostId, IsIpv6 = false, Priority = 0, Action = "table", Table = 255, Protocol = "kernel" },
            new RoutingRule { Namespace = HostId, IsIpv6 = false, Priority = 100, Action = "table", Table = 100_000, Source = IPNetwork.Parse("198.51.100.0/24"), Mark = 0x10, MarkMask = 0xff, DestinationPorts = new PortRange(80, 443), Uids = new UidRange(0, 1000), IpProtocol = 6 },
            new RoutingRule { Namespace = HostId, IsIpv6 = true, Priority = 32766, Action = "table", Table = 254 },
            new RoutingRule { Namespace = WebId, IsIpv6 = false, Priority = 10, Action = "goto", Goto = 20, IsInverted = true },
        ],
        Neighbours =
        [
            new Neighbour { Namespace = HostId, LinkIndex = 3, Address = IPAddress.Parse("172.17.0.7"), Mac = MacAddress.Parse("02:42:ac:11:00:07"), State = NeighbourState.Reachable },
            new Neighbour { Namespace = HostId, LinkIndex = 2, Address = IPAddress.Parse("192.0.2.1"), State = NeighbourState.Failed },
            new Neighbour { Namespace = WebId, LinkIndex = 12, Address = IPAddress.Parse("fe80::1"), Mac = MacAddress.Parse("02:00:00:00:00:01"), State = NeighbourState.Stale, IsRouter = true },
        ],
        Fdb =
        [
            new FdbEntry { Namespace = HostId, LinkIndex = 13, BridgeIndex = 3, Mac = MacAddress.Parse("02:42:ac:11:00:07"), Vlan = 1, IsLearned = true, Flags = ["master"] },
            new FdbEntry { Namespace = HostId, LinkIndex = 21, Mac = MacAddress.Parse("00:00:00:00:00:00"), Remote = IPAddress.Parse("192.0.2.99"), Flags = ["permanent", "self"] },
        ],
        Sockets =
        [
            new ListeningSocket { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 22, Inode = 1, Pid = 812, Process = "sshd" },
            new ListeningSocket { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.IPv6Any, Port = 22, IsV6Only = true, Inode = 2, Pid = 812, Process = "sshd" },
            new ListeningSocket { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 8000, Inode = 3, Pid = 4733, Process = "docker-proxy" },
            new ListeningSocket { Namespace = HostId, Protocol = TransportProtocol.Udp, Address = IPAddress.IPv6Any, Port = 53, IsV6Only = false, LinkIndex = 2, Inode = 4, Uid = 101 },
            new ListeningSocket { Namespace = WebId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 80, Inode = 5, Pid = 4720, Process = "nginx" },
        ],
        Sysctls = [new NamespaceSysctls(HostId, ImmutableSortedDictionary<string, string>.Empty.Add("net.ipv4.ip_forward", "1").Add("net.ipv4.ip_local_port_range", "32768\t60999"))],
        Containers =
        [
            SampleHost.Web with { ExposedPorts = [new ExposedPort(80, TransportProtocol.Tcp), new ExposedPort(443, TransportProtocol.Tcp)] },
            SampleHost.Web with
            {
                Id = new string('c', 64),
                Name = "old",
                State = ContainerState.Exited,
                Pid = null,
                SandboxKey = null,
                PublishedPorts = [new PublishedPort(IPAddress.Loopback, 8002, 80, TransportProtocol.Tcp)],
            },
        ],
    };
}

/// <summary>The application over <see cref="FullHost"/>, started once for all tests of a class.</summary>
public sealed class FullHostApi : IAsyncDisposable
{
    private readonly InProcessNetApi _api = InProcessNetApi.Over(FullHost.State);

    public FullHostApi() => Client = _api.Admin();

    internal HttpClient Client { get; }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.DisposeAsync();
    }
}
