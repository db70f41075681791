using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>Gives a random host all that the kernel and the engine show beside links: full addresses, rules, neighbours, forwarding entries, sockets, sysctls, settings.</summary>
internal sealed class HostContent(Random dice)
{
    public HostState Fill(HostState state)
    {
        var links = state.Links.Select(Detailed).ToImmutableArray();
        return state with
        {
            Links = links,
            Addresses = [.. from l in links from a in l.Addresses select Address(l, a)],
            Routes = [.. state.Routes, .. from l in links where l.Namespace.Value != "6f1c2a9b-1" && dice.Next(2) == 0 select Route(l)],
            Rules = [.. from n in state.Namespaces from priority in Some(100u, 32766u).Prepend(0u) select Rule(n.Id, priority)],
            Neighbours = [.. from l in links from last in Some(1, 2) select Neighbour(l, last)],
            Fdb = [.. from l in links from last in Some(1, 2) select Entry(l, last)],
            Sockets = [.. from n in state.Namespaces from port in Some(22, 80, 5353) select Socket(n.Id, port)],
            Sysctls = [.. from n in state.Namespaces where dice.Next(3) > 0 select Sysctls(n.Id)],
            Engine = dice.Next(4) == 0 ? null : Settings(),
            Containers = [.. state.Containers.Select(c => c with { ExposedPorts = [.. Some(80, 443).Select(p => new ExposedPort(p, TransportProtocol.Tcp))] })],
        };
    }

    public Link Detailed(Link link) => link with
    {
        AltNames = [.. Some("enp1s0", "wan")],
        Alias = Pick<string?>(null, "uplink"),
        HasCarrier = Pick<bool?>(null, true, false),
        Port = link.MasterIndex is null ? null : new BridgePortSettings { Hairpin = Sometimes(), Isolated = Sometimes(), Learning = Sometimes(), Cost = 2 },
        Bridge = link.IsBridge ? new BridgeSettings { Stp = Sometimes(), VlanFiltering = Sometimes(), DefaultPvid = 1, AgeingSeconds = 300, ForwardDelaySeconds = 15 } : null,
        Vlans = link.MasterIndex is null ? [] : [.. Some(1, 20).Select(v => new PortVlan(v, v == 1, v == 1))],
        Mode = link.Kind == "dummy" ? null : Pick<string?>(null, "bridge"),
    };

    public LinkAddress Address(Link link, InterfaceAddress address) => new()
    {
        Namespace = link.Namespace,
        LinkIndex = link.Index,
        Address = address,
        Scope = Pick("global", "link"),
        Flags = [.. Some("dynamic", "secondary")],
        ValidUntil = Sometimes() ? DateTimeOffset.FromUnixTimeSeconds(dice.Next()) : null,
    };

    public RoutingRule Rule(NetnsId netns, uint priority) =>
        new() { Namespace = netns, IsIpv6 = Sometimes(), Priority = priority, Action = "table", Table = Pick(254u, 100u), Mark = Pick<uint?>(null, 1), Protocol = "kernel" };

    public Neighbour Neighbour(Link link, int last) => new()
    {
        Namespace = link.Namespace,
        LinkIndex = link.Index,
        Address = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.9.0.{last}")),
        Mac = Mac(),
        State = Pick(NeighbourState.Permanent, NeighbourState.Reachable, NeighbourState.Stale),
        IsProxy = dice.Next(5) == 0,
    };

    public FdbEntry Entry(Link link, int last) => new()
    {
        Namespace = link.Namespace,
        LinkIndex = link.Index,
        BridgeIndex = link.MasterIndex,
        Mac = MacAddress.FromOctets([2, 0, 0, 0, 9, (byte)last]),
        Vlan = Pick<ushort?>(null, 20),
        IsLearned = Sometimes(),
        Flags = [.. Some("permanent", "self")],
    };

    public ListeningSocket Socket(NetnsId netns, int port) => new()
    {
        Namespace = netns,
        Protocol = Pick(TransportProtocol.Tcp, TransportProtocol.Udp),
        Address = Pick(IPAddress.Any, IPAddress.Loopback),
        Port = port,
        Inode = (ulong)dice.Next(1, 1000),
        Pid = Pick<int?>(null, 17),
        Process = Pick<string?>(null, "nginx", "docker-proxy"),
        ContainerId = Pick<string?>(null, new string('c', 64)),
    };

    public NamespaceSysctls Sysctls(NetnsId netns) => new(netns, ImmutableSortedDictionary<string, string>.Empty
        .Add("net.ipv4.ip_forward", Pick("0", "1")).Add("net.ipv4.conf.all.rp_filter", Pick("0", "1", "2")));

    public EngineSettings Settings() => new() { Version = Pick("28.5.2", "29.0.0"), ApiVersion = "1.51", LiveRestore = Sometimes(), UserlandProxy = Pick<bool?>(null, true, false) };

    public Route Route(Link link) => new()
    {
        Namespace = link.Namespace,
        Destination = IPNetwork.Parse(Pick("0.0.0.0/0", "10.8.0.0/16")),
        Gateway = Sometimes() ? IPAddress.Parse("10.1.0.1") : null,
        LinkIndex = link.Index,
        Table = Pick(254u, 254u, 100u),
        Type = 1,
        Protocol = "boot",
        Scope = Pick("global", "link"),
    };

    public MacAddress Mac() => MacAddress.FromOctets([2, 0, 0, 0, 0, (byte)dice.Next(4)]);

    public bool Sometimes() => dice.Next(2) == 0;

    public T Pick<T>(params T[] choices) => choices[dice.Next(choices.Length)];

    public IEnumerable<T> Some<T>(params T[] choices) => choices.Where(_ => Sometimes());
}
