using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Bench.History;

/// <summary>A host that does not exist, with containers as Docker makes them, and what happens on it: mostly links, addresses and routes that come and go, and a few busy containers that are started anew again and again.</summary>
/// <param name="containers">How many containers.</param>
internal sealed class MadeUpHost(int containers)
{
    private const int Busy = 32;

    // Of so many containers links, addresses and routes come and go. Any two states that are far apart differ in about a thousand entities by that.
    private const double Lively = 0.6;
    private const int PerBridge = 250;
    private const uint Main = 254;
    private const uint Local = 255;
    private const string Another = "10.201.0.1/32";
    private static readonly NetnsId Host = new("6f1c2a9b-1");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableSortedDictionary<string, string> Sysctls = Enumerable.Range(0, 24).ToImmutableSortedDictionary(i => string.Create(CultureInfo.InvariantCulture, $"net.ipv4.conf.all.setting_{i:00}"), i => string.Create(CultureInfo.InvariantCulture, $"{i % 3}"));
    private static readonly ImmutableArray<Link> Bridges = [.. Enumerable.Range(0, 4).Select(b => NewLink(Host, 10 + b, string.Create(CultureInfo.InvariantCulture, $"br-{b}"), "bridge", null))];

    // The same in each run.
#pragma warning disable CA5394 // No secret hangs on it.
    private readonly Random _random = new(4);
#pragma warning restore CA5394

    private readonly Part[] _parts = [.. Enumerable.Range(0, containers).Select(i => Part.Of(i, i))];
    private int _born = containers;
    private long _step;
    private HostState? _last;

    /// <summary>The next state: one thing happened since the one before.</summary>
    public HostState Next(string hostId)
    {
        if (_last is null)
            return _last = Assemble(hostId);
        _step++;
        var number = _step % 10 == 0 ? _random.Next(Math.Min(Busy, _parts.Length)) : _random.Next((int)Math.Ceiling(Lively * _parts.Length));
        ref var part = ref _parts[number];
        if (_step % 10 == 0 || !part.IsUp)
        {
            part = part.IsUp ? part.Stopped() : Part.Of(number, _born++);
            return _last = Assemble(hostId);
        }
        // As the assembler does it: what is unchanged is the same objects, in the same lists.
        var what = _random.Next(3);
        part = part.Changed(what);
        var next = _last with { ObservedAt = Start.AddSeconds(_step) };
        return _last = what switch
        {
            0 => next with { Links = Links },
            // A link tells its addresses too.
            1 => next with { Links = Links, Addresses = Addresses },
            _ => next with { Routes = Routes },
        };
    }

    private ImmutableArray<Link> Links => [.. Bridges, .. _parts.SelectMany(p => p.Outer), .. _parts.SelectMany(p => p.Inner)];

    private ImmutableArray<LinkAddress> Addresses => [.. _parts.SelectMany(p => p.Addresses)];

    private ImmutableArray<Route> Routes => [.. _parts.SelectMany(p => p.Routes)];

    private HostState Assemble(string hostId) => new()
    {
        HostId = hostId,
        ObservedAt = Start.AddSeconds(_step),
        Namespaces = [new NetworkNamespace { Id = Host, Inode = 4026531840, Cookie = 1, Kind = NetnsKind.Host, Name = "host" }, .. _parts.Select(p => p.Netns).OfType<NetworkNamespace>()],
        Links = Links,
        Addresses = Addresses,
        Routes = Routes,
        Rules = [.. _parts.SelectMany(p => p.Rules)],
        Sockets = [.. _parts.SelectMany(p => p.Sockets)],
        Sysctls = [.. _parts.Select(p => p.Settings).OfType<NamespaceSysctls>()],
        Containers = [.. _parts.Select(p => p.Container)],
        Networks = [.. Bridges.Select((b, i) => new Network { Id = string.Create(CultureInfo.InvariantCulture, $"{i:x64}"), Name = b.Name, Driver = "bridge", Scope = "local", CreatedAt = Start, BridgeName = b.Name, Subnets = [new NetworkSubnet(new IPNetwork(new IPAddress([10, (byte)i, 0, 0]), 16), new IPAddress([10, (byte)i, 0, 1]))] })],
    };

    private static Link NewLink(NetnsId netns, int index, string name, string kind, MacAddress? mac) =>
        new() { Namespace = netns, Index = index, Name = name, Kind = kind, Mac = mac, MtuBytes = 1500, State = LinkState.Up, IsUp = true };

    private sealed record Part(NetworkNamespace? Netns, ImmutableArray<Link> Outer, ImmutableArray<Link> Inner, ImmutableArray<LinkAddress> Addresses, ImmutableArray<Route> Routes, ImmutableArray<RoutingRule> Rules, ImmutableArray<ListeningSocket> Sockets, NamespaceSysctls? Settings, Container Container)
    {
        public bool IsUp => Netns is not null;

        public static Part Of(int number, int birth)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"web-{number:0000}");
            var id = new NetnsId(string.Create(CultureInfo.InvariantCulture, $"6f1c2a9b-{5000 + birth}"));
            var (outer, inner) = (100 + (2 * birth), 101 + (2 * birth));
            var ip = new IPAddress([10, (byte)(number / PerBridge), (byte)(number % PerBridge), 2]);
            var mac = MacAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"02:42:0a:{number / PerBridge:x2}:{number % PerBridge:x2}:02"));
            var container = new Container
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{number:x8}").PadRight(64, 'c'),
                Name = name,
                Image = "nginx:1.27",
                State = ContainerState.Running,
                CreatedAt = Start,
                StartedAt = Start.AddSeconds(birth),
                Pid = 10_000 + birth,
                SandboxKey = string.Create(CultureInfo.InvariantCulture, $"/var/run/docker/netns/{birth:x12}"),
                NetworkMode = "br-0",
                PublishedPorts = [new PublishedPort(IPAddress.Any, 20_000 + number, 80, TransportProtocol.Tcp)],
                ExposedPorts = [new ExposedPort(80, TransportProtocol.Tcp)],
                Networks = [new NetworkAttachment { NetworkId = string.Create(CultureInfo.InvariantCulture, $"{number / PerBridge:x64}"), NetworkName = string.Create(CultureInfo.InvariantCulture, $"br-{number / PerBridge}"), Ipv4 = new InterfaceAddress(ip, 16), Gateway = new IPAddress([10, (byte)(number / PerBridge), 0, 1]), Mac = mac }],
            };
            return new Part(
                new NetworkNamespace { Id = id, Inode = 4026532000 + (ulong)birth, Cookie = 5000 + (ulong)birth, Kind = NetnsKind.Container, Name = name, ContainerIds = [container.Id], Paths = [container.SandboxKey] },
                [NewLink(Host, outer, string.Create(CultureInfo.InvariantCulture, $"veth{birth:x7}"), "veth", MacAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"ba:00:{birth >> 24 & 255:x2}:{birth >> 16 & 255:x2}:{birth >> 8 & 255:x2}:{birth & 255:x2}"))) with { MasterIndex = 10 + (number / PerBridge % 4), Parent = new LinkReference(inner, id), PortState = BridgePortState.Forwarding, Port = new BridgePortSettings { Learning = true, UnicastFlood = true, Cost = 2, Priority = 32 } }],
                [
                    NewLink(id, 1, "lo", "loopback", null) with { Addresses = [InterfaceAddress.Parse("127.0.0.1/8"), InterfaceAddress.Parse("::1/128")] },
                    NewLink(id, inner, "eth0", "veth", mac) with { Parent = new LinkReference(outer, Host), Addresses = [new InterfaceAddress(ip, 16)] },
                ],
                [Address(id, 1, "127.0.0.1/8", "host"), Address(id, 1, "::1/128", "host"), Address(id, inner, $"{ip}/16", "global")],
                [.. Enumerable.Range(0, 5).Select(r => NewRoute(id, inner, r, ip)), .. Enumerable.Range(5, 4).Select(r => NewRoute(id, 1, r, IPAddress.Loopback))],
                [.. new uint[] { 0, 32766, 32767 }.Select(p => new RoutingRule { Namespace = id, IsIpv6 = false, Priority = p, Action = "lookup", Table = p == 0 ? Local : p == 32766 ? Main : 253u }), .. new uint[] { 0, 32766 }.Select(p => new RoutingRule { Namespace = id, IsIpv6 = true, Priority = p, Action = "lookup", Table = p == 0 ? Local : Main })],
                [new ListeningSocket { Namespace = Host, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 20_000 + number, Process = "docker-proxy" }, new ListeningSocket { Namespace = id, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 80, Process = "nginx", ContainerId = container.Id }],
                new NamespaceSysctls(id, Sysctls),
                container);
        }

        public Part Stopped() => new(null, [], [], [], [], [], [], null, Container with { State = ContainerState.Exited, Pid = null, SandboxKey = null, ExitCode = 0, Networks = [Container.Networks[0] with { Ipv4 = null, Gateway = null, Mac = null }] });

        public Part Changed(int what) => what switch
        {
            0 => this with { Outer = [Outer[0] with { IsUp = !Outer[0].IsUp, State = Outer[0].IsUp ? LinkState.Down : LinkState.Up }] },
            1 => Addresses.Length > 3
                ? this with { Addresses = Addresses[..3], Inner = [Inner[0], Inner[1] with { Addresses = [Inner[1].Addresses[0]] }] }
                : this with { Addresses = Addresses.Add(Address(Netns!.Id, Inner[1].Index, Another, "global")), Inner = [Inner[0], Inner[1] with { Addresses = [.. Inner[1].Addresses, InterfaceAddress.Parse(Another)] }] },
            _ => this with { Routes = Routes.Length > 9 ? Routes[..9] : Routes.Add(NewRoute(Netns!.Id, Inner[1].Index, 200, IPAddress.Any) with { Table = Main }) },
        };

        private static LinkAddress Address(NetnsId id, int index, string address, string scope) => new() { Namespace = id, LinkIndex = index, Address = InterfaceAddress.Parse(address), Scope = scope, Flags = ["permanent"] };

        private static Route NewRoute(NetnsId id, int index, int number, IPAddress source) => new()
        {
            Namespace = id,
            Destination = new IPNetwork(new IPAddress([10, (byte)number, 0, 0]), 16),
            LinkIndex = index,
            Table = number == 0 ? Main : Local,
            Type = 1,
            Protocol = "kernel",
            Scope = "link",
            PreferredSource = source.Equals(IPAddress.Any) ? null : source,
        };
    }
}
