using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Reachability;

/// <summary>The host whose rules are Captures/iptables/docker-20.10-v4.txt, as <c>ip -d addr</c> and <c>docker inspect</c> showed it.</summary>
internal static class Lab
{
    internal static readonly NetnsId Host = new("00000000-1");

    public static Container Web { get; } = Make("web", "bridge", [Port("0.0.0.0", 8000, 80), Port("::", 8000, 80)], On("bridge", "172.17.0.2/16", "172.17.0.1"));

    public static Container One { get; } = Make("one", "bridge",
        [Port("192.0.2.10", 7000, 80), Port("0.0.0.0", 53, 53, TransportProtocol.Udp), Port("::", 53, 53, TransportProtocol.Udp)],
        On("bridge", "172.17.0.3/16", "172.17.0.1"));

    public static Container Multi { get; } = Make("multi", "app",
        [Port("0.0.0.0", 8100, 90), Port("::", 8100, 90)],
        On("app", "172.30.0.2/24", "172.30.0.1"), On("bridge", "172.17.0.4/16", "172.17.0.1"));

    public static Container Gone { get; } = Stopped(Make("gone", "bridge", [Port("0.0.0.0", 9999, 99)], new NetworkAttachment { NetworkId = "bridge-id", NetworkName = "bridge" }));

    public static Container Inside { get; } = Make("inside", "hidden", [], On("hidden", "172.31.0.2/24", "172.31.0.1"));

    public static HostState State { get; } = new()
    {
        HostId = "host",
        ObservedAt = DateTimeOffset.UnixEpoch,
        Namespaces =
        [
            new NetworkNamespace { Id = Host, Inode = 1, Kind = NetnsKind.Host, Name = "host" },
            .. new[] { Web, One, Multi, Inside }.Select(c => new NetworkNamespace { Id = Netns(c), Inode = 2, Kind = NetnsKind.Container, Name = c.Name, ContainerIds = [c.Id] }),
        ],
        Links =
        [
            MakeLink(Host, 1, "lo", "loopback", "127.0.0.1/8"),
            MakeLink(Host, 2, "docker0", "bridge", "172.17.0.1/16"),
            MakeLink(Host, 3, "eth0", "physical", "192.0.2.10/24"),
            MakeLink(Host, 4, "br-app", "bridge", "172.30.0.1/24"),
            MakeLink(Host, 5, "br-int", "bridge", "172.31.0.1/24"),
            .. Veth(7, "veth65e6be9", 2, Web, 6, "eth0", "172.17.0.2/16"),
            .. Veth(9, "veth6d102fd", 2, One, 8, "eth0", "172.17.0.3/16"),
            .. Veth(11, "vethf734576", 4, Multi, 10, "eth0", "172.30.0.2/24"),
            .. Veth(13, "veth3031baf", 2, Multi, 12, "eth1", "172.17.0.4/16"),
            .. Veth(15, "veth5c1c2c3", 5, Inside, 14, "eth0", "172.31.0.2/24"),
        ],
        Routes = [new Route { Namespace = Host, Destination = IPNetwork.Parse("0.0.0.0/0"), Gateway = IPAddress.Parse("192.0.2.1"), LinkIndex = 3, Table = 254, Type = 1 }],
        Containers = [Gone, Inside, Multi, One, Web],
        Networks =
        [
            MakeNetwork("app", "br-app"),
            MakeNetwork("bridge", "docker0"),
            MakeNetwork("hidden", "br-int") with { IsInternal = true },
        ],
    };

    public static ProxyObservation Proxies { get; } = new(
        [
            Proxy(6201, "0.0.0.0", 8000, "172.17.0.2", 80),
            Proxy(6208, "::", 8000, "172.17.0.2", 80),
            Proxy(6285, "192.0.2.10", 7000, "172.17.0.3", 80),
            Proxy(6297, "0.0.0.0", 53, "172.17.0.3", 53, TransportProtocol.Udp),
            Proxy(6303, "::", 53, "172.17.0.3", 53, TransportProtocol.Udp),
            Proxy(6400, "0.0.0.0", 8100, "172.30.0.2", 90),
            Proxy(6406, "::", 8100, "172.30.0.2", 90),
        ],
        []);

    public static ProxyObservation NoProxies { get; } = new([], []);

    public static PublishedPort Port(string address, int hostPort, int containerPort, TransportProtocol protocol = TransportProtocol.Tcp) =>
        new(IPAddress.Parse(address), hostPort, containerPort, protocol);

    public static ProxyProcess Proxy(int pid, string host, int hostPort, string container, int containerPort, TransportProtocol protocol = TransportProtocol.Tcp) =>
        new(pid, protocol, IPAddress.Parse(host), hostPort, IPAddress.Parse(container), containerPort);

    public static Container Make(string name, string mode, ImmutableArray<PublishedPort> ports, params ImmutableArray<NetworkAttachment> networks) => new()
    {
        Id = name + "-id",
        Name = name,
        Image = "bb",
        State = ContainerState.Running,
        CreatedAt = DateTimeOffset.UnixEpoch,
        NetworkMode = mode,
        PublishedPorts = [.. ports],
        Networks = [.. networks],
    };

    public static Container Stopped(Container container) => container with { State = ContainerState.Exited };

    /// <summary>The lab with one container more or another in place of one.</summary>
    public static HostState With(Container container) =>
        State with { Containers = [.. State.Containers.Where(c => c.Id != container.Id), container] };

    private static NetnsId Netns(Container container) => new("00000000-" + container.Name);

    private static NetworkAttachment On(string network, string address, string gateway) =>
        new() { NetworkId = network + "-id", NetworkName = network, Ipv4 = InterfaceAddress.Parse(address), Gateway = IPAddress.Parse(gateway) };

    private static Network MakeNetwork(string name, string bridge) =>
        new() { Id = name + "-id", Name = name, Driver = "bridge", Scope = "local", CreatedAt = DateTimeOffset.UnixEpoch, BridgeName = bridge };

    private static Link MakeLink(NetnsId id, int index, string name, string kind, params string[] addresses) => new()
    {
        Namespace = id,
        Index = index,
        Name = name,
        Kind = kind,
        MtuBytes = 1500,
        State = LinkState.Up,
        IsUp = true,
        Addresses = [.. addresses.Select(InterfaceAddress.Parse)],
    };

    private static Link[] Veth(int index, string name, int master, Container container, int innerIndex, string innerName, string address) =>
    [
        MakeLink(Host, index, name, "veth") with { MasterIndex = master, Parent = new LinkReference(innerIndex, Netns(container)) },
        MakeLink(Netns(container), innerIndex, innerName, "veth", address) with { Parent = new LinkReference(index, Host) },
    ];
}
