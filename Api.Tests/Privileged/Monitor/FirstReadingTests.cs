using System.Globalization;
using System.Net;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

[Trait("Ring", "Privileged")]
public class FirstReadingTests
{
    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Fact]
    public async Task Veth_ends_that_move_during_the_first_reading_are_seen_where_they_came_to_rest()
    {
        Ring.Privileged();
        const int Pairs = 30;
        // So many that ends move between the readings of the namespaces they are in.
        var scratch = new List<ScratchNetns>();
        try
        {
            for (var i = 0; i < 200; i++)
                scratch.Add(new ScratchNetns());
            await MoveWhileReadingAsync(Pairs, scratch[0], scratch[1], scratch[2], scratch[3]);
        }
        finally
        {
            scratch.ForEach(n => n.Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_topologies_are_what_ip_shows_and_every_veth_pair_is_confirmed(int seed)
    {
        Ring.Privileged();
        using var topology = new RandomTopology(seed);
        var (observation, golden) = Observed.Settled(topology.Namespaces[0], topology.Namespaces);

        foreach (var (netns, expected) in golden)
        {
            var id = observation.IdOf(netns);
            var actual = NamespaceView.Of(observation.Namespaces.Single(n => n.Sighting.Id == id));
            Assert.Equal(expected.Links, actual.Links);
            Assert.Equal(expected.Addresses, actual.Addresses);
            Assert.Equal(expected.Routes, actual.Routes);
            Assert.Equal(expected.Rules, actual.Rules);
            Assert.Equal(expected.Neighbours, actual.Neighbours);
            Assert.Equal(expected.Fdb, actual.Fdb);
            Assert.Equal(expected.Sockets, actual.Sockets);
            Assert.Equal(expected.Sysctls, actual.Sysctls);
        }

        var ids = topology.Namespaces.Select(observation.IdOf).ToHashSet();
        var pairs = VethPairing.Pair(Observed.State(observation)).Where(p => ids.Contains(p.First.Namespace)).ToList();
        Assert.Equal(topology.Pairs, pairs.Count);
        Assert.All(pairs, p => Assert.Equal(VethVerdict.Confirmed, p.Verdict));
        Assert.All(pairs, p => Assert.Equal(p.First.Name[1..], p.Second!.Name[1..]));
    }

    [Fact]
    public void Random_topologies_are_rich()
    {
        Ring.Privileged();
        using var topology = new RandomTopology(1);
        var ids = topology.Namespaces.Select(n => n.Path).ToHashSet();
        var seen = Observed.From(topology.Namespaces[0]).Namespaces.Where(n => n.Sighting.Paths.Any(ids.Contains)).ToList();
        var links = seen.SelectMany(n => n.Links).ToList();
        Assert.Superset(new HashSet<string> { "loopback", "bridge", "veth", "vxlan", "macvlan" }, links.Select(l => l.Kind).ToHashSet());
        Assert.Contains(links, l => l is { Kind: "macvlan", Name: "moved-mv", Parent.Namespace: not null } && l.Parent.Namespace != l.Namespace);
        Assert.Contains(links, l => l.AltNames.Length == 2);
        Assert.Contains(links, l => l.Port is { Cost: > 0 });
        Assert.Contains(seen.SelectMany(n => n.Routes), r => r.Table > ushort.MaxValue);
        Assert.Contains(seen.SelectMany(n => n.Routes), r => r.NextHops.Length == 2 && r.Destination.PrefixLength == 64);
        Assert.Contains(seen.SelectMany(n => n.Rules), r => r is { IsIpv6: true, Mark: not null });
        Assert.Contains(seen.SelectMany(n => n.Neighbours), n => n.IsProxy);
        Assert.Contains(seen.SelectMany(n => n.Fdb), e => e.Vni is not null);
        Assert.Contains(seen.SelectMany(n => n.Fdb), e => e.BridgeIndex is not null && !e.IsLearned);
        // Eleven of the test; a vxlan link that is up has one of the kernel's own for each family.
        Assert.All(seen, n => Assert.InRange(n.Sockets.Length, 11, 13));
        Assert.All(seen, n => Assert.Contains("net.ipv4.ip_forward", n.Sysctls!.Values.Keys));
        Assert.Contains(seen, n => n.Sysctls!.Values.ContainsKey("net.ipv4.conf.br0.forwarding"));
        Assert.Contains(seen, n => n.Sysctls!.Values.ContainsKey("net.ipv4.conf.br1.route_localnet"));
    }

    [Fact]
    public void Random_topologies_have_every_kind_of_link_that_the_kernel_has()
    {
        Ring.Privileged();
        var there = RandomLinks.Kinds.Where(k => IsThere(k.Value)).Select(k => k.Key).ToHashSet();
        var drawn = new HashSet<string>();
        foreach (var seed in Seeds)
        {
            using var topology = new RandomTopology(seed.Data);
            drawn.UnionWith(topology.Namespaces.SelectMany(n => n.IpJson("-d link")).Select(l => (string?)l!["linkinfo"]?["info_kind"]).OfType<string>());
        }
        var absent = RandomLinks.Kinds.Keys.Except(there).Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
            TestContext.Current.AddWarning($"This kernel has no links of the kinds {string.Join(", ", absent)}: they were not compared with ip.");
        Assert.Empty(there.Except(drawn));

        static bool IsThere(string command)
        {
            using var fresh = new ScratchNetns();
            fresh.Ip("link add br0 type bridge");
            return fresh.TryIp(command);
        }
    }

    [Fact]
    public void Ports_that_the_kernel_gives_to_outgoing_connections_are_known()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        var (first, last) = host.In("cat /proc/sys/net/ipv4/ip_local_port_range").Split() is [var from, var to, ..] ? (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture)) : default;
        var state = Observed.State(Observed.From(host));
        Assert.Equal([first], Free(first - 1));
        Assert.Equal([last], Free(last));

        IEnumerable<int> Free(int start) => FreePorts.Find(state, new PortTable(state), TransportProtocol.Tcp, start, 2, null).Ephemeral;
    }

    [Fact]
    public void The_host_is_the_namespace_of_the_thread_that_asks()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        var observation = Observed.From(host);
        Assert.Equal(observation.IdOf(host), Assert.Single(observation.Namespaces, n => n.Sighting.IsOwn).Sighting.Id);
        Assert.NotEqual(observation.IdOf(host), observation.IdOf(other));
    }

    [Fact]
    public void Routes_of_the_host_are_what_ip_route_shows()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        host.Ip("link add br0 type bridge");
        host.Ip("link set br0 up");
        host.Ip("addr add 10.77.0.1/24 dev br0");
        host.Ip("route add default via 10.77.0.254 metric 5");
        host.Ip("route add blackhole 10.99.0.0/16 table 70000");
        var index = (int)host.IpJson("link show br0")[0]!["ifindex"]!;
        var routes = Observed.From(host).Own.Routes;
        Assert.Contains(routes, r => r is { Destination.PrefixLength: 0, Table: 254, Type: 1, Metric: 5 } && Equals(r.Gateway, IPAddress.Parse("10.77.0.254")) && r.LinkIndex == index);
        Assert.Contains(routes, r => r is { Table: 70000, Type: 6 } && r.Destination == IPNetwork.Parse("10.99.0.0/16"));
        Assert.Contains(routes, r => r is { Table: 254, Type: 1 } && r.Destination == IPNetwork.Parse("10.77.0.0/24") && r.LinkIndex == index && Equals(r.PreferredSource, IPAddress.Parse("10.77.0.1")));
        Assert.Equal(host.IpJson("route show table all").Count, routes.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-6 ")]
    public void A_route_over_several_links_names_none_of_them(string family)
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        var isIpv6 = family.Length > 0;
        string Address(int net, int last) => isIpv6 ? $"fd00:{net}::{last}" : $"10.{net}.0.{last}";
        foreach (var net in new[] { 77, 78 })
        {
            host.Ip($"link add br{net} type bridge");
            host.Ip($"link set br{net} up");
            host.Ip($"addr add {Address(net, 1)}/{(isIpv6 ? "64 nodad" : "24")} dev br{net}");
        }
        host.Ip($"{family}route add default metric 7 nexthop via {Address(77, 254)} dev br77 nexthop via {Address(78, 254)} dev br78");
        host.Ip($"{family}route add {Address(99, 0)}/{(isIpv6 ? 64 : 24)} metric 7 nexthop via {Address(77, 254)} dev br77 nexthop via {Address(77, 253)} dev br77");
        var br77 = (int)host.IpJson("link show br77")[0]!["ifindex"]!;

        var several = Observed.From(host).Own.Routes.Where(r => r.Metric == 7).ToDictionary(r => r.Destination.PrefixLength == 0);

        Assert.Equal((true, null, null), (several[true].HasSeveralNextHops, several[true].LinkIndex, several[true].Gateway));
        Assert.Equal((true, br77, null), (several[false].HasSeveralNextHops, several[false].LinkIndex, several[false].Gateway));
    }

    [Fact]
    public void A_veth_that_was_moved_and_renamed_is_still_paired()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var first = new ScratchNetns();
        using var second = new ScratchNetns();
        host.Ip($"link add out type veth peer name in netns {first.Name}");
        Assert.Equal(VethVerdict.Confirmed, PairOf(Observed.From(host), host, "out").Verdict);

        first.Ip($"link set in netns {second.Name} name eth7");
        host.Ip("link set out name renamed");
        var observation = Observed.From(host);
        var pair = PairOf(observation, host, "renamed");
        Assert.Equal(VethVerdict.Confirmed, pair.Verdict);
        Assert.Equal(observation.LinkOf(second, "eth7"), pair.Second);
    }

    [Fact]
    public void A_namespace_that_vanished_is_passed_over_without_a_gap()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var gone = new ScratchNetns();
        var id = Observed.From(host).IdOf(gone);
        gone.Dispose();
        var observation = Observed.From(host, gone.Path, "/proc/4194304/ns/net");
        Assert.DoesNotContain(observation.Namespaces, n => n.Sighting.Id == id);
        Assert.DoesNotContain(observation.Gaps, g => g.Scope.Contains(gone.Name, StringComparison.Ordinal) || g.Scope.Contains("4194304", StringComparison.Ordinal));
    }

    [Fact]
    public void A_known_path_finds_a_namespace_that_nothing_else_shows()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var hidden = NetnsEntry.CreateAnonymous();
        using (var handle = host.Open())
        using (var commands = LinkCommands.OpenIn(handle))
            commands.CreateVethPair("out", "in", hidden);

        var blind = PairOf(Observed.From(host), host, "out");
        Assert.Equal(VethVerdict.Hidden, blind.Verdict);
        Assert.Null(blind.Peer!.Namespace);

        var path = $"/proc/{Environment.ProcessId}/fd/{hidden.Descriptor}";
        var observation = Observed.From(host, path);
        var pair = PairOf(observation, host, "out");
        Assert.Equal((VethVerdict.Confirmed, "in"), (pair.Verdict, pair.Second!.Name));
        Assert.Contains(path, observation.Namespaces.Single(n => n.Sighting.Id == pair.Second.Namespace).Sighting.Paths);
    }

    [Fact]
    public void Without_privileges_the_own_namespace_is_read_and_the_others_are_gaps()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        host.Ip($"link add out type veth peer name in netns {other.Name}");
        using var otherHandle = other.Open();

        var observation = Observed.From(host, Capabilities.DropAll);

        Assert.True(Assert.Single(observation.Namespaces).Sighting.IsOwn);
        Assert.Equal(["lo", "out"], observation.Links.Select(l => l.Name).Order());
        Assert.Null(observation.Links.Single(l => l.Name == "out").Parent!.Namespace);
        var gap = Assert.Single(observation.Gaps, g => g.Scope == $"namespace:{otherHandle.Inode}");
        Assert.Equal("namespace-unreadable", gap.Code);
        Assert.Contains("EPERM (Operation not permitted)", gap.Detail, StringComparison.Ordinal);
        Assert.Contains("CAP_SYS_ADMIN", gap.Detail, StringComparison.Ordinal);
        Assert.Contains("CAP_SYS_PTRACE", Assert.Single(observation.Gaps, g => g.Scope == "processes").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_privileges_the_gap_of_processes_stays_the_same_when_others_come()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        var before = HiddenProcesses();
        using var held = HeldNetns.Make();
        Assert.Equal(before, HiddenProcesses());

        Gap HiddenProcesses() => Observed.From(host, Capabilities.DropAll).Gaps.Single(g => g.Scope == "processes");
    }

    [Fact]
    public void An_observation_leaves_no_namespace_open()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        Observed.From(host);
        var open = new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Select(f => f.LinkTarget);
        Assert.DoesNotContain(open, target => target == other.Path || target == host.Path);
    }

    [Fact]
    public async Task Namespaces_that_come_and_go_meanwhile_are_neither_an_error_nor_a_gap()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        var observing = true;
        var churn = Task.Run(
            () =>
            {
                var made = 0;
                for (; Volatile.Read(ref observing); made++)
                {
                    using var passing = new ScratchNetns();
                    host.Ip($"link add out{made} type veth peer name in netns {passing.Name}");
                }
                return made;
            },
            TestContext.Current.CancellationToken);
        var observations = Enumerable.Range(0, 60).Select(_ => Observed.From(host)).ToList();
        Volatile.Write(ref observing, false);
        Assert.InRange(await churn, 2, int.MaxValue);
        Assert.Empty(observations.SelectMany(o => o.Gaps).Where(g => g.Code == "namespace-unreadable").Select(g => g.Detail));
        Assert.All(observations, o => Assert.Equal(host.Path, Assert.Single(Assert.Single(o.Namespaces, n => n.Sighting.IsOwn).Sighting.Paths)));
    }

    private static VethPair PairOf(KernelObservation observation, ScratchNetns netns, string name) =>
        VethPairing.Pair(Observed.State(observation)).Single(p => p.Has(observation.LinkOf(netns, name)));

    private static async Task MoveWhileReadingAsync(int pairs, ScratchNetns host, ScratchNetns still, ScratchNetns first, ScratchNetns second)
    {
        still.Batch([.. Enumerable.Range(0, pairs).Select(i => $"link add out{i} type veth peer name in{i} netns {first.Name}")]);
        var (here, there) = (first, second);
        for (var round = 0; round < 15; round++)
        {
            var moving = Task.Run(() => here.Batch([.. Enumerable.Range(0, pairs).Select(i => $"link set in{i} netns {there.Name}")]), TestContext.Current.CancellationToken);
            using var followed = await Followed.FromAsync(host);
            await moving;
            var state = Observed.State(await followed.CatchUpAsync());
            var seen = VethPairing.Pair(state).Where(p => p.First.Namespace == followed.Current.IdOf(still) || p.Second?.Namespace == followed.Current.IdOf(still)).ToList();
            Assert.Equal(pairs, seen.Count);
            Assert.All(seen, p => Assert.True(p.Verdict == VethVerdict.Confirmed, $"Round {round}: {p}"));
            (here, there) = (there, here);
        }
    }
}
