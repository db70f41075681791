using System.Collections.Immutable;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using NetApi.Domain.Topology;

namespace NetApi.Tests.Domain;

/// <summary>A random host and what became of it by a few random changes: two states that share nearly everything.</summary>
public sealed record ChangedHost(int Seed, HostState From, HostState To)
{
    public override string ToString() => $"seed {Seed}";
}

/// <summary>Generators for <c>[Properties(Arbitrary = [typeof(ChangedHostGenerators)])]</c>.</summary>
public static class ChangedHostGenerators
{
    public static Arbitrary<ChangedHost> Changed() => Arb.From(Gen.Choose(0, int.MaxValue).Select(Make));

    internal static ChangedHost Make(int seed)
    {
        var dice = new Random(seed);
        var before = new HostContent(dice).Fill(new HostBuilder(dice).Build());
        if (dice.Next(2) == 0)
            before = before with { Gaps = [] };
        return new ChangedHost(seed, before, HostMutation.Some(before, dice));
    }
}

/// <summary>Small changes of a host, one at a time, consistent or not: a state may be read while it changes.</summary>
internal sealed class HostMutation(Random dice)
{
    private readonly HostContent _content = new(dice);

    public static HostState Some(HostState state, Random dice)
    {
        var mutation = new HostMutation(dice);
        for (var left = dice.Next(1, 5); left > 0; left--)
            state = mutation.Once(state);
        return state with { ObservedAt = state.ObservedAt.AddSeconds(dice.Next(-1, 3)) };
    }

    public HostState Once(HostState state) => dice.Next(26) switch
    {
        0 => state with { Links = Replaced(state.Links, ChangeOfLink) },
        1 => state with { Links = Replaced(state.Links, l => l with { Name = _content.Pick("eth0", "eth1", "dummy0", "br-app") }) },
        2 => state with { Links = Dropped(state.Links) },
        3 => state with { Links = state.Links.Add(NewLink(state)) },
        4 => state with { Links = Replaced(state.Links, l => l with { Addresses = [.. l.Addresses, InterfaceAddress.Parse("10.77.0.1/24")] }) },
        5 => state with { Addresses = Replaced(state.Addresses, a => _content.Address(new Link { Namespace = a.Namespace, Index = a.LinkIndex, Name = "", Kind = "", MtuBytes = 0, State = LinkState.Up, IsUp = true }, a.Address)) },
        6 => state with { Routes = Replaced(state.Routes, r => r with { Gateway = IPAddress.Parse("192.0.2.77") }) },
        7 => state with { Routes = Dropped(state.Routes) },
        8 => state with { Rules = Replaced(state.Rules, r => r with { Table = 7 }) },
        9 => state with { Neighbours = Replaced(state.Neighbours, n => n with { Mac = _content.Mac(), State = _content.Pick(NeighbourState.Permanent, NeighbourState.Failed) }) },
        10 => state with { Fdb = Dropped(state.Fdb) },
        11 => state with { Sockets = Replaced(state.Sockets, s => _content.Socket(s.Namespace, s.Port)) },
        12 => state with { Sysctls = Replaced(state.Sysctls, s => _content.Sysctls(s.Namespace)) },
        13 => state with { Engine = dice.Next(3) == 0 ? null : _content.Settings() },
        14 => state with { Containers = Replaced(state.Containers, ChangeOfContainer) },
        15 => state with { Containers = Dropped(state.Containers) },
        16 => state with { Networks = Replaced(state.Networks, n => n with { IsInternal = !n.IsInternal, Labels = n.Labels.SetItem("tier", "c"), IsAttachable = _content.Sometimes() }) },
        17 => state with { Networks = Dropped(state.Networks) },
        18 => state with { Namespaces = Replaced(state.Namespaces, ChangeOfNamespace) },
        19 => state with { Namespaces = Dropped(state.Namespaces) },
        20 => state with { Gaps = dice.Next(2) == 0 ? Dropped(state.Gaps) : state.Gaps.Add(new Gap(_content.Pick("engine", "kernel", "processes", $"namespace:{_content.Pick([.. state.Namespaces.Select(n => n.Id.Value), "4026532007"])}"), "unreadable", "refused")) },
        21 => state with { Links = Replaced(state.Links, l => _content.Detailed(l)) },
        22 => state with { Containers = Replaced(state.Containers, c => c with { StartedAt = c.StartedAt?.AddSeconds(dice.Next(10)) }) },
        23 => Swapped(state),
        _ => Renamed(Renamed(state)),
    };

    // To a name that is free most times, alone or with something else.
    private HostState Renamed(HostState state) => state with
    {
        Links = Replaced(state.Links, l => (dice.Next(4) == 0 ? ChangeOfLink(l) : l) with { Name = l.Kind == "loopback" ? l.Name : $"wan{dice.Next(8)}" }),
    };

    private HostState Swapped(HostState state)
    {
        var netns = state.Links.IsEmpty ? default : _content.Pick([.. state.Links]).Namespace;
        var inside = state.Links.Where(l => l.Namespace == netns && l.Kind != "loopback").ToArray();
        dice.Shuffle(inside);
        return inside.Length < 2 ? state : state with
        {
            Links = [.. state.Links.Select(l => ReferenceEquals(l, inside[0]) ? l with { Name = inside[1].Name } : ReferenceEquals(l, inside[1]) ? l with { Name = inside[0].Name } : l)],
        };
    }

    private Link ChangeOfLink(Link link) => dice.Next(6) switch
    {
        0 => link with { MtuBytes = 1300 },
        1 => link with { MasterIndex = dice.Next(1, 12) },
        2 => link with { MasterIndex = null },
        3 => link with { IsUp = !link.IsUp },
        4 => link with { Parent = link.Parent is { } parent ? parent with { Namespace = null } : null },
        _ => link with { Kind = _content.Pick("veth", "dummy", "bridge"), Mac = _content.Mac() },
    };

    private Link NewLink(HostState state) => _content.Detailed(new Link
    {
        Namespace = state.Namespaces.IsEmpty ? new NetnsId("6f1c2a9b-1") : _content.Pick([.. state.Namespaces]).Id,
        Index = 200 + state.Links.Length + dice.Next(1000, 100_000),
        Name = _content.Pick("dummy0", "dummy9"),
        Kind = _content.Pick("dummy", "veth", "vxlan"),
        MtuBytes = 1500,
        State = LinkState.Up,
        IsUp = true,
    });

    private Container ChangeOfContainer(Container container) => dice.Next(6) switch
    {
        0 => container with { Name = $"{container.Name}-new" },
        1 => container with { State = _content.Pick(ContainerState.Running, ContainerState.Exited, ContainerState.Paused) },
        2 => container with { PublishedPorts = [new PublishedPort(IPAddress.Any, 8000, 81, TransportProtocol.Tcp)] },
        3 => container with { Networks = [.. container.Networks.Skip(1)] },
        4 => container with { Labels = container.Labels.SetItem("tier", "z"), Pid = 4 },
        _ => container with { Id = $"f{container.Id[1..]}", ExposedPorts = [new ExposedPort(53, TransportProtocol.Udp)] },
    };

    private NetworkNamespace ChangeOfNamespace(NetworkNamespace netns) => dice.Next(4) switch
    {
        0 => netns with { Name = _content.Pick("web", "blue", "busybox", "other") },
        1 => netns with { Kind = _content.Pick(NetnsKind.Process, NetnsKind.Named, NetnsKind.Container) },
        2 => netns with { ContainerIds = [.. netns.ContainerIds, new string('e', 64)] },
        _ => netns with { Paths = ["/run/netns/elsewhere"] },
    };

    private ImmutableArray<T> Replaced<T>(ImmutableArray<T> items, Func<T, T> change)
    {
        if (items.IsEmpty)
            return items;
        var at = dice.Next(items.Length);
        return items.SetItem(at, change(items[at]));
    }

    private ImmutableArray<T> Dropped<T>(ImmutableArray<T> items) => items.IsEmpty ? items : items.RemoveAt(dice.Next(items.Length));
}
