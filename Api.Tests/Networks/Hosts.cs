using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Networks;

/// <summary>A host with a NIC, a VPN, Docker's own networks and one of a user's with a container on it.</summary>
internal static class Hosts
{
    public static readonly string FrontId = new('f', 64);
    public static readonly string WebId = new('a', 64);

    private static readonly NetnsId Own = new("boot-1");

    public static readonly HostState Small = new()
    {
        HostId = "h",
        ObservedAt = DateTimeOffset.UnixEpoch,
        Namespaces = [new NetworkNamespace { Id = Own, Inode = 1, Kind = NetnsKind.Host, Name = "host" }],
        Links = [LinkOf(2, "eth0", "physical"), LinkOf(3, "br-ffffffffffff", "bridge"), LinkOf(4, "wg0", "wireguard"), LinkOf(5, "docker0", "bridge") with { Addresses = [InterfaceAddress.Parse("172.17.0.1/16")] }],
        Routes =
        [
            RouteTo("0.0.0.0/0", 2, "192.0.2.1"), RouteTo("0.0.0.0/1", 4), RouteTo("128.0.0.0/1", 4), RouteTo("2000::/3", 4),
            RouteTo("192.0.2.0/24", 2), RouteTo("10.8.0.0/16", 4, "10.7.0.1"), RouteTo("172.20.0.0/16", 3), RouteTo("fe80::/64", 2), RouteTo("ff00::/8", 2), RouteTo("fd11::/48", 4),
        ],
        Networks =
        [
            Net("b", "bridge", "bridge") with { Subnets = [new(IPNetwork.Parse("172.17.0.0/16"), null)], BridgeName = "docker0" },
            Net("f", "front", "bridge") with
            {
                Subnets = [new(IPNetwork.Parse("172.20.0.0/16"), IPAddress.Parse("172.20.0.1"))],
                BridgeName = "br-ffffffffffff",
                Labels = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("app", "shop"),
            },
            Net("c", "host", "host"),
            Net("d", "idle", "bridge"),
            Net("e0", "none", "null"),
            Net("e1", "twin", "macvlan"),
            Net("e2", "twin", "macvlan"),
        ],
        Containers =
        [
            Box("a", "web", "front") with
            {
                Networks = [new NetworkAttachment { NetworkId = FrontId, NetworkName = "front", Ipv4 = InterfaceAddress.Parse("172.20.0.7/16"), Aliases = ["www"], Mac = MacAddress.Parse("02:42:ac:14:00:07") }],
            },
            Box("0", "loner", "host"),
            Box("1", "parasite", "container:" + WebId),
            Box("2", "fresh", "idle") with { State = ContainerState.Created, Networks = [new NetworkAttachment { NetworkId = "", NetworkName = "idle" }] },
            Box("3", "free", "bridge"),
        ],
    };

    private static Link LinkOf(int index, string name, string kind) =>
        new() { Namespace = Own, Index = index, Name = name, Kind = kind, MtuBytes = 1500, State = LinkState.Up, IsUp = true };

    private static Route RouteTo(string destination, int link, string? via = null) =>
        new() { Namespace = Own, Destination = IPNetwork.Parse(destination), LinkIndex = link, Gateway = via is null ? null : IPAddress.Parse(via), Table = 254, Type = 1 };

    private static Network Net(string id, string name, string driver) =>
        new() { Id = id.PadRight(64, id[0]), Name = name, Driver = driver, Scope = "local", CreatedAt = DateTimeOffset.UnixEpoch };

    private static Container Box(string id, string name, string mode) =>
        new() { Id = id.PadRight(64, id[0]), Name = name, Image = "busybox", State = ContainerState.Running, CreatedAt = DateTimeOffset.UnixEpoch, NetworkMode = mode };
}
