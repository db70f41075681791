using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>The kernel keeps index and MAC of a link that is renamed.</summary>
[Trait("Ring", "Privileged")]
public sealed class RenamedLinkTests
{
    [Fact]
    public void A_link_a_bridge_and_an_end_of_a_veth_pair_that_are_renamed_read_as_renamed()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        host.Batch(
        [
            "link add wan type vxlan id 5 dstport 4789",
            "addr add 10.71.0.1/24 dev wan",
            "link set wan up",
            "route add 10.72.0.0/16 via 10.71.0.2 dev wan",
            "neigh add 10.71.0.9 lladdr 02:00:00:00:00:09 dev wan nud permanent",
            "link add br-app type bridge",
            "link set br-app up",
            "link add web type veth peer name web-peer",
            "link set web master br-app",
            "addr add 10.73.0.1/24 dev web-peer",
            "link set web up",
            "link set web-peer up",
        ]);
        var before = State(host);
        foreach (var (link, name) in new[] { ("wan", "uplink0"), ("br-app", "br-shop"), ("web-peer", "shop") })
            Rename(host, link, name);
        // A link that was down lost what hung on it.
        host.TryBatch(["route add 10.72.0.0/16 via 10.71.0.2 dev uplink0", "neigh add 10.71.0.9 lladdr 02:00:00:00:00:09 dev uplink0 nud permanent"]);
        var to = State(host) with { ObservedAt = before.ObservedAt.AddSeconds(1) };
        Assert.Equal(
            ["bridge br-app was renamed to br-shop", "web-peer was renamed to shop", "link wan was renamed to uplink0"],
            Summaries(before, to));
    }

    [Fact]
    public void A_link_that_was_made_anew_with_the_same_index_is_another_one()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        host.Ip("link add wan index 70 type vxlan id 5 dstport 4789");
        var before = State(host);
        host.Batch(["link del wan", "link add lan index 70 type vxlan id 5 dstport 4789"]);
        var to = State(host) with { ObservedAt = before.ObservedAt.AddSeconds(1) };
        Assert.Equal(["link lan is new", "link wan is gone"], Summaries(before, to));
    }

    private static HostState State(ScratchNetns host) => Observed.State(Observed.Settled(host, [host]).Observation);

    // Others on this machine come and go, too.
    private static IEnumerable<string> Summaries(HostState before, HostState to) =>
        from change in HostDiff.Compare(before, to)
        let view = change.Before ?? change.After
        where view is IPlacedView { Namespace: "host" } or VethPairView { Inner.Namespace: "host" }
        select change.Summary;

    // Kernels before 6.2 rename only what is down.
    private static void Rename(ScratchNetns host, string link, string name)
    {
        if (!host.TryIp($"link set dev {link} name {name}"))
            host.Batch([$"link set {link} down", $"link set dev {link} name {name}", $"link set {name} up"]);
    }
}
