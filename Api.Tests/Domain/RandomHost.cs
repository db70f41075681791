using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>A consistent random state. Names come from small sets, so that two states share some of what they hold.</summary>
public sealed record RandomHost(int Seed, HostState State)
{
    public override string ToString() => $"seed {Seed}: {State.Containers.Length} containers, {State.Links.Length} links, {State.Gaps.Length} gaps";
}

/// <summary>Generators for <c>[Properties(Arbitrary = [typeof(HostGenerators)])]</c>.</summary>
public static class HostGenerators
{
    /// <summary>Complete and partial states, both often.</summary>
    public static Arbitrary<RandomHost> Hosts() => Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => new RandomHost(seed, new HostBuilder(new Random(seed)).Build())));
}

/// <summary>Builds a host from dice, the way a host comes about: bridges, then containers with namespaces and veth pairs, then the rest.</summary>
internal sealed class HostBuilder(Random dice)
{
    private readonly List<NetworkNamespace> _namespaces = [];
    private readonly List<Link> _links = [];
    private readonly List<Container> _containers = [];
    private readonly List<Network> _networks = [];
    private readonly List<Route> _routes = [];
    private readonly NetnsId _host = new("6f1c2a9b-1");
    private int _index = 1;
    private ulong _cookie = 2;

    public HostState Build()
    {
        _cookie = (ulong)dice.Next(2, 30);
        _namespaces.Add(Namespace(_host, 1, NetnsKind.Host, "host"));
        Add(Link(_host, "lo", "loopback") with { Addresses = [Address("127.0.0.1/8"), Address("::1/128")] });
        Add(Link(_host, dice.Next(4) == 0 ? "wan0" : "eth0", "physical") with { Addresses = [Address("192.0.2.10/24")] });
        foreach (var name in Some("bridge", "app", "db", "edge"))
            AddNetwork(name);
        foreach (var name in Some("web", "api", "cache", "worker", "proxy"))
            AddContainer(name);
        foreach (var name in Some("blue", "busybox", "busybox", "dnsmasq"))
            AddOtherNamespace(name);
        if (Sometimes())
            _routes.Add(new Route { Namespace = _host, Destination = IPNetwork.Parse("0.0.0.0/0"), Gateway = IPAddress.Parse($"192.0.2.{dice.Next(1, 4)}"), LinkIndex = 2, Table = 254, Type = 1, Metric = (uint)dice.Next(2) * 100, HasSeveralNextHops = dice.Next(4) == 0 });
        return new HostState
        {
            HostId = "0190f0e0-0000-7000-8000-000000000001",
            ObservedAt = DateTimeOffset.FromUnixTimeMilliseconds(dice.NextInt64(1_700_000_000_000, 1_800_000_000_000)),
            Namespaces = [.. _namespaces],
            Links = [.. _links],
            Routes = [.. _routes],
            Containers = [.. _containers],
            Networks = [.. _networks],
            Gaps = Sometimes() ? [] : [.. Gaps()],
        };
    }

    private void AddNetwork(string name)
    {
        var bridge = $"br-{name}";
        var third = dice.Next(1, 4);
        _networks.Add(new Network
        {
            Id = Id(name),
            Name = name,
            Driver = "bridge",
            Scope = "local",
            CreatedAt = Time(),
            BridgeName = bridge,
            IsInternal = Sometimes(),
            Ipv6Enabled = Sometimes(),
            Subnets = [new NetworkSubnet(IPNetwork.Parse($"10.{third}.0.0/16"), Sometimes() ? IPAddress.Parse($"10.{third}.0.1") : null)],
            Labels = Labels(),
            Options = Labels(),
        });
        var link = Add(Link(_host, bridge, "bridge") with { Addresses = [Address($"10.{third}.0.1/16"), Address("fe80::1/64")] });
        _routes.Add(new Route { Namespace = _host, Destination = IPNetwork.Parse($"10.{third}.0.0/16"), LinkIndex = link.Index, Table = 254, Type = 1, Metric = (uint)_networks.Count, PreferredSource = IPAddress.Parse($"10.{third}.0.1") });
    }

    private void AddContainer(string name)
    {
        var state = Pick(ContainerState.Running, ContainerState.Running, ContainerState.Paused, ContainerState.Exited, ContainerState.Created);
        var live = state is ContainerState.Running or ContainerState.Paused;
        var networks = Some([.. _networks]).ToList();
        var id = Id(name);
        // Some are renamed between two states.
        name = dice.Next(6) == 0 ? $"{name}-old" : name;
        var container = new Container
        {
            Id = id,
            Name = name,
            Image = Pick("nginx:1", "nginx:2", "busybox"),
            State = state,
            CreatedAt = Time(),
            StartedAt = live ? Time() : null,
            ExitCode = state == ContainerState.Exited ? dice.Next(2) * 137 : null,
            Pid = live ? dice.Next(2, 99999) : null,
            SandboxKey = live ? $"/var/run/docker/netns/{dice.Next():x12}" : null,
            NetworkMode = networks.FirstOrDefault()?.Name ?? "none",
            Command = Sometimes() ? ["sh", "-c", "sleep 1d; echo 'ü' \"<&>\""] : [],
            Entrypoint = Sometimes() ? ["/entry"] : [],
            Labels = Labels(),
            Tty = Sometimes(),
            OpenStdin = Sometimes(),
            RestartPolicy = Pick("no", "always"),
            MemoryLimitBytes = Sometimes() ? 64L << 20 : null,
            PublishedPorts = [.. Some(8000, 8001).Select(p => new PublishedPort(Pick(IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback), p, dice.Next(80, 82), Pick(Enum.GetValues<TransportProtocol>())))],
            Networks = [.. networks.Select(n => new NetworkAttachment { NetworkId = n.Id, NetworkName = n.Name, Ipv4 = live ? Address($"10.1.0.{dice.Next(2, 9)}/16") : null, Aliases = [.. Some("www", "files")] })],
        };
        _containers.Add(container);
        if (!live)
            return;
        var netns = NewNamespace(NetnsKind.Container, name) with { ContainerIds = [container.Id] };
        _namespaces.Add(netns);
        Add(Link(netns.Id, "lo", "loopback") with { Addresses = [Address("127.0.0.1/8")] });
        for (var i = 0; i < networks.Count; i++)
            AddVeth(netns.Id, $"eth{i}", networks[i].BridgeName!);
    }

    private void AddVeth(NetnsId netns, string name, string bridge)
    {
        var inner = Link(netns, name, "veth") with { Addresses = [Address($"10.{dice.Next(1, 4)}.0.{dice.Next(2, 9)}/16")] };
        var outer = Link(_host, $"veth{dice.Next(0x1000):x3}{_index:x}", "veth") with { MasterIndex = _links.First(l => l.Name == bridge).Index, PortState = BridgePortState.Forwarding };
        // Of one pair in ten the peer's namespace cannot be seen.
        if (dice.Next(10) == 0)
            Add(outer with { Parent = new LinkReference(inner.Index, null) });
        else
            _links.AddRange(SampleHost.Veth(outer, inner));
    }

    private void AddOtherNamespace(string name)
    {
        var netns = NewNamespace(name == "blue" ? NetnsKind.Named : NetnsKind.Process, name);
        _namespaces.Add(netns);
        Add(Link(netns.Id, "lo", "loopback"));
        if (Sometimes())
            Add(Link(netns.Id, "dummy0", "dummy"));
    }

    private IEnumerable<Gap> Gaps() =>
        Some("engine", "kernel", "processes", "firewall", "namespace:4026532002", $"namespace:{_namespaces[^1].Id}", $"container:{Id("web")}")
            .Select(scope => new Gap(scope, "unreadable", $"refused {dice.Next(3)}"));

    private NetworkNamespace NewNamespace(NetnsKind kind, string name)
    {
        _cookie += (ulong)dice.Next(1, 4);
        return Namespace(new NetnsId(string.Create(CultureInfo.InvariantCulture, $"6f1c2a9b-{_cookie}")), _cookie, kind, name);
    }

    private static NetworkNamespace Namespace(NetnsId id, ulong cookie, NetnsKind kind, string name) =>
        new() { Id = id, Inode = 4026532000 + cookie, Cookie = cookie, Kind = kind, Name = name, Paths = [$"/run/docker/netns/{id}"] };

    private Link Add(Link link)
    {
        _links.Add(link);
        return link;
    }

    private Link Link(NetnsId netns, string name, string kind) => new()
    {
        Namespace = netns,
        Index = _index++,
        Name = name,
        Kind = kind,
        Mac = Sometimes() ? MacAddress.FromOctets([2, 0, 0, 0, 0, (byte)dice.Next(4)]) : null,
        MtuBytes = Pick(1500, 1400),
        State = Pick(LinkState.Up, LinkState.Down, LinkState.Unknown),
        IsUp = Sometimes(),
    };

    private ImmutableSortedDictionary<string, string> Labels() =>
        Some("tier", "owner", "com.example/ü").ToImmutableSortedDictionary(l => l, _ => Pick("a", "b", ""), StringComparer.Ordinal);

    private DateTimeOffset Time() => DateTimeOffset.FromUnixTimeSeconds(dice.Next()).AddTicks(dice.Next(10_000_000));

    // One of two ids a name, so that some are made anew between two states.
    private string Id(string name) => $"{Pick('a', 'b')}{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name))}".PadRight(64, '0');

    private static InterfaceAddress Address(string text) => InterfaceAddress.Parse(text);

    private bool Sometimes() => dice.Next(2) == 0;

    private T Pick<T>(params T[] choices) => choices[dice.Next(choices.Length)];

    private IEnumerable<T> Some<T>(params T[] choices) => choices.Where(_ => Sometimes());
}
