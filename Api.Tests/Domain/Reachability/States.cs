using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain.Reachability;

/// <summary>A host with the links lo, eth0 192.0.2.10/24 and docker0 172.17.0.1/16, and containers on Docker's default bridge.</summary>
internal static class States
{
    public static readonly NetnsId HostId = new("00000000-1");

    public static HostState Host(params Container[] containers) => new()
    {
        HostId = "host",
        ObservedAt = DateTimeOffset.UnixEpoch,
        Namespaces =
        [
            new NetworkNamespace { Id = HostId, Inode = 1, Kind = NetnsKind.Host, Name = "host" },
            .. containers.Where(c => c.IsLive).Select((c, i) => NamespaceOf(c, i)),
        ],
        Links =
        [
            Link(HostId, 1, "lo", "127.0.0.1/8", "::1/128"),
            Link(HostId, 2, "eth0", "192.0.2.10/24", "2001:db8:1::10/64"),
            Link(HostId, 3, "docker0", "172.17.0.1/16"),
            .. containers.Where(c => c.IsLive).SelectMany((c, i) => c.Networks.Where(n => n.Ipv4 is not null).Select((n, j) => Link(IdOf(i), 10 + j, $"eth{j}", n.Ipv4.ToString()!))),
        ],
        Containers = [.. containers],
    };

    public static Container Container(string name, ContainerState state = ContainerState.Running, params NetworkAttachment[] networks) => new()
    {
        Id = name.PadRight(64, '0'),
        Name = name,
        Image = "busybox",
        State = state,
        CreatedAt = DateTimeOffset.UnixEpoch,
        NetworkMode = "bridge",
        Networks = [.. networks],
    };

    public static NetworkAttachment On(string network, string? ipv4, string? ipv6 = null) => new()
    {
        NetworkId = $"id-{network}",
        NetworkName = network,
        Ipv4 = ipv4 is null ? null : InterfaceAddress.Parse(ipv4),
        Ipv6 = ipv6 is null ? null : InterfaceAddress.Parse(ipv6),
    };

    public static PublishedPort Published(string hostAddress) => new(IPAddress.Parse(hostAddress), 8000, 80, TransportProtocol.Tcp);

    public static Link Link(NetnsId netns, int index, string name, params string[] addresses) => new()
    {
        Namespace = netns,
        Index = index,
        Name = name,
        Kind = "physical",
        MtuBytes = 1500,
        State = LinkState.Up,
        IsUp = true,
        Addresses = [.. addresses.Select(InterfaceAddress.Parse)],
    };

    private static NetnsId IdOf(int container) => new($"00000000-{100 + container}");

    private static NetworkNamespace NamespaceOf(Container container, int i) =>
        new() { Id = IdOf(i), Inode = (ulong)(100 + i), Kind = NetnsKind.Container, Name = container.Name, ContainerIds = [container.Id], Paths = [$"/run/netns/netapi-gone-{container.Name}"] };
}
