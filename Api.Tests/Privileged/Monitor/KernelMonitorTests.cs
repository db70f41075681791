using System.Net;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

public sealed class KernelMonitorTests
{
    [Fact]
    public async Task A_change_of_the_host_is_heard_of_without_asking()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        host.Ip("link add d0 type bridge");
        await followed.UntilAsync(o => o.Own.Links.Any(l => l.Name == "d0"));
        host.Ip("link set d0 up mtu 1400");
        await followed.UntilAsync(o => o.Own.Links.Any(l => l is { Name: "d0", IsUp: true, MtuBytes: 1400 }));
        host.Ip("addr add 10.9.8.7/24 dev d0");
        await followed.UntilAsync(o => o.Own.Links.Any(l => l.Name == "d0" && l.Addresses.Contains(InterfaceAddress.Parse("10.9.8.7/24"))));
        await followed.UntilAsync(o => o.Own.Routes.Any(r => r.Destination == IPNetwork.Parse("10.9.8.0/24")));
        host.Ip("rule add from 10.9.8.0/24 lookup 123456");
        await followed.UntilAsync(o => o.Own.Rules.Any(r => r.Table == 123456));
        host.Ip("neigh add 10.9.8.99 lladdr 02:00:00:00:00:99 dev d0 nud permanent");
        await followed.UntilAsync(o => o.Own.Neighbours.Any(n => Equals(n.Address, IPAddress.Parse("10.9.8.99"))));
        host.Ip("link set d0 down");
        // The kernel drops a link's IPv4 routes without an event for each.
        await followed.UntilAsync(o => !o.Own.Routes.Any(r => r.Destination == IPNetwork.Parse("10.9.8.0/24")));
        host.Ip("link del d0");
        await followed.UntilAsync(o => !o.Own.Links.Any(l => l.Name == "d0"));
        await followed.AssertEqualsFreshAsync(host);
    }

    [Fact]
    public async Task A_change_in_another_namespace_is_heard_of_without_asking()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        other.Ip("link add d0 type bridge");
        other.Ip("addr add 10.9.8.7/24 dev d0");
        other.Ip("link set d0 up");
        await followed.UntilAsync(o => o.Links.Any(l => l is { Name: "d0", IsUp: true } && l.Namespace == o.IdOf(other) && !l.Addresses.IsEmpty));
        await followed.AssertEqualsFreshAsync(host, other);
    }

    [Fact]
    public async Task A_namespace_that_is_made_and_deleted_is_heard_of_without_asking()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        using var late = new ScratchNetns();
        await followed.UntilAsync(o => o.Namespaces.Any(n => n.Sighting.Paths.Contains(late.Path)));
        host.Ip($"link add out type veth peer name in netns {late.Name}");
        var seen = await followed.UntilAsync(o => PairOf(o, "out") is { Verdict: VethVerdict.Confirmed });
        Assert.Equal(seen.IdOf(late), PairOf(seen, "out")!.Second!.Namespace);
        late.Dispose();
        await followed.UntilAsync(o => !o.Namespaces.Any(n => n.Sighting.Paths.Contains(late.Path)) && !o.Own.Links.Any(l => l.Name == "out"));
    }

    [Fact]
    public async Task Both_ends_of_a_veth_that_moves_are_followed()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var first = new ScratchNetns();
        using var second = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        host.Ip("link add out type veth peer name in");
        await followed.UntilAsync(o => PairOf(o, "out") is { Verdict: VethVerdict.Confirmed });
        foreach (var (from, to) in new[] { (host, first), (first, second), (second, host) })
        {
            from.Ip($"link set in netns {to.Name}");
            await followed.UntilAsync(o => PairOf(o, "out") is { Verdict: VethVerdict.Confirmed } pair && pair.Other(pair.First.Name == "out" ? pair.First : pair.Second!)!.Namespace == o.IdOf(to));
        }
        await followed.AssertEqualsFreshAsync(host, first, second);
    }

    [Fact]
    public async Task The_end_of_a_namespace_takes_none_that_another_numbers_alike()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var observer = new ScratchNetns();
        using var dying = new ScratchNetns();
        using var bystander = new ScratchNetns();
        // The host and the observer give one number to two namespaces; the end of the one is told in the observer by that number.
        const int Number = 77_777;
        host.Ip($"netns set {bystander.Name} {Number}");
        observer.Ip($"netns set {dying.Name} {Number}");
        using var followed = await Followed.FromAsync(host);
        var lost = 0;
        followed.Monitor.Changed += () => lost += followed.Current.Namespaces.Any(n => n.Sighting.Paths.Contains(bystander.Path)) ? 0 : 1;
        dying.Dispose();
        await followed.UntilAsync(o => !o.Namespaces.Any(n => n.Sighting.Paths.Contains(dying.Path)));
        // What is heard of the observer after this was told after that.
        observer.Ip("link add br7 type bridge");
        await followed.UntilAsync(o => o.Links.Any(l => l.Name == "br7"));
        Assert.Equal(0, lost);
    }

    [Fact]
    public async Task A_monitor_that_cannot_go_on_says_so_to_those_who_listen_and_those_who_ask()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        var told = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        followed.Monitor.Changed += () => told.TrySetResult(followed.Monitor.Failure);
        Assert.Null(followed.Monitor.Failure);
        followed.Monitor.Know([null!]);
        Assert.IsType<NullReferenceException>(await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NullReferenceException>(followed.CatchUpAsync);
    }

    [Fact]
    public async Task A_namespace_that_only_a_process_holds_is_found_when_asked_for_all()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        using var held = HeldNetns.Make();
        using var handle = NetnsHandle.Open(held.Path);
        Assert.Contains((await followed.CatchUpAsync()).Namespaces, n => n.Sighting.Inode == handle.Inode);
    }

    [Fact]
    public async Task CatchUp_shows_what_was_done_before_it()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        for (var i = 0; i < 50; i++)
        {
            other.Ip($"link add d{i} type bridge");
            Assert.Contains((await followed.CatchUpAsync()).Links, l => l.Name == $"d{i}" && l.Namespace == followed.Current.IdOf(other));
        }
    }

    [Fact]
    public async Task Events_that_the_kernel_had_to_drop_lead_to_a_whole_reading_and_are_told()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var followed = await Followed.FromAsync(host, eventBufferBytes: 2304);
        host.Batch(Enumerable.Range(0, 400).SelectMany(i => new[] { $"link add d{i} type bridge", $"link set d{i} up" }));
        await followed.UntilAsync(o => o.Own.Links.Count(l => l is { Kind: "bridge", IsUp: true }) == 400);
        await followed.AssertEqualsFreshAsync(host);
        // Other tests' namespaces are followed too, and so small a buffer may lose their events again at any time.
        var lost = followed.Monitor.Interruptions;
        Assert.All(lost, i => Assert.Equal("events-lost", i.Code));
        Assert.Contains(lost, i => i.Until >= i.Since);
        var taken = followed.Monitor.Take();
        Assert.True(taken.IsNew);
        Assert.True(taken.NotBefore <= lost[0].Since);
    }

    [Fact]
    public async Task Without_privileges_the_own_namespace_is_followed_and_the_others_are_gaps()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        using var handle = host.Open();
        using var otherHandle = other.Open();
        using var monitor = new KernelMonitor(TimeProvider.System);
        NetnsEntry.Run(handle, () =>
        {
            Capabilities.DropAll();
            monitor.Start();
        });
        var first = await monitor.First.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(Assert.Single(first.Namespaces).Sighting.IsOwn);
        Assert.Contains(first.Gaps, g => g.Scope == $"namespace:{otherHandle.Inode}" && g.Detail.Contains("EPERM", StringComparison.Ordinal));

        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.Changed += () =>
        {
            if (monitor.Current!.Own.Links.Any(l => l.Name == "br7"))
                heard.TrySetResult();
        };
        host.Ip("link add br7 type bridge");
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static VethPair? PairOf(KernelObservation observation, string name)
    {
        var own = observation.Own.Sighting.Id;
        return VethPairing.Pair(Observed.State(observation)).SingleOrDefault(p => Is(p.First) || (p.Second is { } second && Is(second)));

        bool Is(Link link) => link.Name == name && link.Namespace == own;
    }
}
