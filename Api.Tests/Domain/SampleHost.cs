using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>The article's host: nginx as <c>myweb</c> with 8000→80 on docker0. Tests take it and change what they are about.</summary>
internal static class SampleHost
{
    public static readonly DateTimeOffset ObservedAt = new(2026, 11, 24, 14, 5, 0, TimeSpan.Zero);
    public static readonly NetnsId HostId = new("6f1c2a9b-1");
    public static readonly NetnsId WebId = new("6f1c2a9b-4097");
    public static readonly string WebContainerId = new('a', 64);

    public static NetworkNamespace HostNamespace => new() { Id = HostId, Inode = 4026531840, Cookie = 1, Kind = NetnsKind.Host, Name = "host" };

    public static NetworkNamespace WebNamespace => new()
    {
        Id = WebId,
        Inode = 4026532281,
        Cookie = 4097,
        Kind = NetnsKind.Container,
        Name = "myweb",
        ContainerIds = [WebContainerId],
        Paths = ["/run/docker/netns/3f2a1b0c9d8e"],
    };

    public static Link Eth0 => Link(HostId, 2, "eth0", "physical") with { Mac = MacAddress.Parse("02:00:00:00:00:02"), Addresses = [InterfaceAddress.Parse("192.0.2.10/24")] };

    public static Link Docker0 => Link(HostId, 3, "docker0", "bridge") with { Mac = MacAddress.Parse("02:42:5e:0f:11:22"), Addresses = [InterfaceAddress.Parse("172.17.0.1/16")] };

    public static Link WebHostEnd => Link(HostId, 13, "veth8d73f3e", "veth") with
    {
        Mac = MacAddress.Parse("ba:e2:11:f3:10:07"),
        MasterIndex = 3,
        Parent = new LinkReference(12, WebId),
        PortState = BridgePortState.Forwarding,
        Addresses = [InterfaceAddress.Parse("fe80::b8e2:11ff:fef3:1007/64")],
    };

    public static Link WebLoopback => Link(WebId, 1, "lo", "loopback") with { Addresses = [InterfaceAddress.Parse("127.0.0.1/8")] };

    public static Link WebEth0 => Link(WebId, 12, "eth0", "veth") with
    {
        Mac = MacAddress.Parse("02:42:ac:11:00:07"),
        Parent = new LinkReference(13, HostId),
        Addresses = [InterfaceAddress.Parse("172.17.0.7/16")],
    };

    public static Route DefaultRoute => new() { Namespace = HostId, Destination = IPNetwork.Parse("0.0.0.0/0"), Gateway = IPAddress.Parse("192.0.2.1"), LinkIndex = 2, Table = 254, Type = 1 };

    public static Route BridgeRoute => new() { Namespace = HostId, Destination = IPNetwork.Parse("172.17.0.0/16"), LinkIndex = 3, Table = 254, Type = 1, PreferredSource = IPAddress.Parse("172.17.0.1") };

    public static PublishedPort WebPort => new(IPAddress.Any, 8000, 80, TransportProtocol.Tcp);

    public static NetworkAttachment WebAttachment => new()
    {
        NetworkId = BridgeNetwork.Id,
        NetworkName = BridgeNetwork.Name,
        Ipv4 = InterfaceAddress.Parse("172.17.0.7/16"),
        Gateway = IPAddress.Parse("172.17.0.1"),
        Mac = MacAddress.Parse("02:42:ac:11:00:07"),
    };

    public static Container Web => new()
    {
        Id = WebContainerId,
        Name = "myweb",
        Image = "nginx",
        State = ContainerState.Running,
        CreatedAt = ObservedAt.AddHours(-1),
        StartedAt = ObservedAt.AddHours(-1),
        Pid = 4711,
        SandboxKey = "/var/run/docker/netns/3f2a1b0c9d8e",
        NetworkMode = "default",
        PublishedPorts = [WebPort],
        Networks = [WebAttachment],
    };

    public static Network BridgeNetwork => new()
    {
        Id = new string('b', 64),
        Name = "bridge",
        Driver = "bridge",
        Scope = "local",
        CreatedAt = ObservedAt.AddDays(-1),
        BridgeName = "docker0",
        Subnets = [new NetworkSubnet(IPNetwork.Parse("172.17.0.0/16"), IPAddress.Parse("172.17.0.1"))],
    };

    /// <summary>The host before anything runs on it.</summary>
    public static HostState Empty => new()
    {
        HostId = "0190f0e0-0000-7000-8000-000000000001",
        ObservedAt = ObservedAt,
        Namespaces = [HostNamespace],
        Links = [Eth0, Docker0],
        Routes = [DefaultRoute, BridgeRoute],
        Networks = [BridgeNetwork],
    };

    /// <summary>The host with myweb running.</summary>
    public static HostState WithWeb => Empty with
    {
        Namespaces = [HostNamespace, WebNamespace],
        Links = [Eth0, Docker0, WebHostEnd, WebLoopback, WebEth0],
        Containers = [Web],
    };

    /// <summary>What a state without the engine shows of <paramref name="state"/>.</summary>
    public static HostState WithoutEngine(this HostState state) => state with
    {
        Containers = [],
        Networks = [],
        Namespaces = [.. state.Namespaces.Select(n => n.Kind == NetnsKind.Container ? n with { Kind = NetnsKind.Process, Name = "nginx", ContainerIds = [] } : n)],
        Gaps = [new Gap("engine", "engine-unavailable", "connect /var/run/docker.sock: ECONNREFUSED")],
    };

    /// <summary>The state with one link replaced by what <paramref name="change"/> makes of it.</summary>
    public static HostState Change(this HostState state, string link, Func<Link, Link> change) =>
        state with { Links = [.. state.Links.Select(l => l.Name == link && l.Namespace == HostId ? change(l) : l)] };

    /// <summary>The state with myweb replaced by what <paramref name="change"/> makes of it.</summary>
    public static HostState ChangeWeb(this HostState state, Func<Container, Container> change) =>
        state with { Containers = [.. state.Containers.Select(c => c.Name == "myweb" ? change(c) : c)] };

    public static Link Link(NetnsId netns, int index, string name, string kind) =>
        new() { Namespace = netns, Index = index, Name = name, Kind = kind, MtuBytes = 1500, State = LinkState.Up, IsUp = true };

    /// <summary>A veth pair, each end naming the other.</summary>
    public static ImmutableArray<Link> Veth(Link first, Link second) =>
    [
        first with { Parent = new LinkReference(second.Index, second.Namespace) },
        second with { Parent = new LinkReference(first.Index, first.Namespace) },
    ];
}
