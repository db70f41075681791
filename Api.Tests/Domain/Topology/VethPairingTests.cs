using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.Topology.States;

namespace NetApi.Tests.Domain.Topology;

public class VethPairingTests
{
    private static readonly NetnsId Box = new("box");

    [Fact]
    public void Pair_EachNamesTheOther_IsConfirmedWithTheHostsEndFirst()
    {
        var pair = Assert.Single(VethPairing.Pair(Of(Link(Box, 2, parent: new(7, Host)), Link(Host, 7, parent: new(2, Box)))));
        Assert.Equal((VethVerdict.Confirmed, Host, Box), (pair.Verdict, pair.First.Namespace, pair.Second!.Namespace));
        Assert.Equal(pair.First, pair.Other(pair.Second));
        Assert.Equal(pair.Second, pair.Other(pair.First));
    }

    [Fact]
    public void Pair_PeerNotRead_IsOneSided()
    {
        var pair = Assert.Single(VethPairing.Pair(Of(Link(Host, 7, parent: new(2, Box)))));
        Assert.Equal((VethVerdict.OneSided, null, new LinkReference(2, Box)), (pair.Verdict, pair.Second, pair.Peer));
    }

    [Fact]
    public void Pair_PeerNamesAnother_IsOneSided()
    {
        var pairs = VethPairing.Pair(Of(Link(Host, 7, parent: new(2, Box)), Link(Box, 2, parent: new(8, Host))));
        Assert.Equal([VethVerdict.OneSided, VethVerdict.OneSided], pairs.Select(p => p.Verdict));
    }

    [Fact]
    public void Pair_PeersNamespaceUnknown_IsHidden() =>
        Assert.Equal(VethVerdict.Hidden, Assert.Single(VethPairing.Pair(Of(Link(Host, 7, parent: new(2, null))))).Verdict);

    [Fact]
    public void Pair_LinkThatIsNoVeth_IsLeftOut() =>
        Assert.Empty(VethPairing.Pair(Of(Link(Host, 7, "macvlan", new(2, Host)), Link(Host, 2, "bridge"))));

    [Property]
    public Property Pairing_finds_every_pair_and_only_those_whatever_the_order_and_the_indices() => Prop.ForAll(Wirings().ToArbitrary(), wiring =>
    {
        var pairs = VethPairing.Pair(Of([.. wiring.Links]));
        var expected = wiring.Pairs.Select(p => Key(p.A, p.B)).Order();
        return pairs.All(p => p.Verdict == VethVerdict.Confirmed)
            && pairs.Select(p => Key(p.First, p.Second!)).Order().SequenceEqual(expected);
    });

    [Property]
    public Property An_end_that_was_not_read_makes_its_pair_one_sided_and_no_other() => Prop.ForAll(Wirings().ToArbitrary(), wiring =>
    {
        var lost = wiring.Links[0];
        var pairs = VethPairing.Pair(Of([.. wiring.Links.Skip(1)]));
        return pairs.Length == wiring.Pairs.Count
            && pairs.Where(p => p.Verdict == VethVerdict.OneSided).Select(p => p.Peer).SequenceEqual([new LinkReference(lost.Index, lost.Namespace)]);
    });

    private static string Key(Link a, Link b) => string.Join('|', new[] { a, b }.Select(l => $"{l.Namespace}/{l.Index}").Order());

    private sealed record Wiring(List<(Link A, Link B)> Pairs, List<Link> Links);

    // Distinct slots (namespace, index) are shuffled and joined two by two; few indices in few namespaces, so that they repeat across them.
    private static Gen<Wiring> Wirings() =>
        from slots in Gen.Shuffle(from netns in new[] { Host, new NetnsId("a"), new NetnsId("b"), new NetnsId("c") } from index in Enumerable.Range(2, 6) select (netns, index))
        from count in Gen.Choose(1, 12)
        let pairs = slots.Chunk(2).Take(count).Select(s => (
            A: Link(s[0].netns, s[0].index, parent: new(s[1].index, s[1].netns)),
            B: Link(s[1].netns, s[1].index, parent: new(s[0].index, s[0].netns)))).ToList()
        from links in Gen.Shuffle(pairs.SelectMany(p => new[] { p.A, p.B }))
        select new Wiring(pairs, [.. links]);
}
