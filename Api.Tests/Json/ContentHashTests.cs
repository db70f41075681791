using System.Net;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using NetApi.Json;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Json;

[Properties(Arbitrary = [typeof(ChangedHostGenerators), typeof(HostGenerators)], MaxTest = 300)]
public sealed class ContentHashTests
{
    [Property]
    public void The_hash_from_what_differs_is_the_hash_from_everything(ChangedHost host)
    {
        Assert.Equal(ContentHash.Of(host.To), ContentHash.Next(ContentHash.Of(host.From), host.From, host.To));
        Assert.Equal(ContentHash.Of(host.From), ContentHash.Next(ContentHash.Of(host.To), host.To, host.From));
    }

    [Property]
    public void So_it_is_for_hosts_that_share_little(RandomHost from, RandomHost to) =>
        Assert.Equal(ContentHash.Of(to.State), ContentHash.Next(ContentHash.Of(from.State), from.State, to.State));

    [Property]
    public void States_have_one_hash_where_their_canonical_bytes_are_the_same_but_for_the_words_of_gaps(ChangedHost host) =>
        Assert.Equal(
            HostStateJson.Serialize(Wordless(host.From)).AsSpan().SequenceEqual(HostStateJson.Serialize(Wordless(host.To))),
            ContentHash.Of(host.From) == ContentHash.Of(host.To));

    [Property]
    public void A_state_that_was_kept_and_read_back_has_its_hash(ChangedHost host) =>
        Assert.Equal(ContentHash.Of(host.From), ContentHash.Of(HostStateJson.Deserialize(HostStateJson.Serialize(host.From), HostStateJson.Format, default)));

    [Fact]
    public void Of_StateWithVolatileDifferences_IsTheSame()
    {
        var neighbour = new Neighbour { Namespace = SampleHost.HostId, LinkIndex = 2, Address = IPAddress.Loopback, State = NeighbourState.Stale };
        var socket = new ListeningSocket { Namespace = SampleHost.HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 22, Inode = 1, Pid = 2, Process = "sshd" };
        var before = SampleHost.WithWeb with { Sockets = [socket] };
        var after = before with
        {
            ObservedAt = before.ObservedAt.AddHours(1),
            Revision = 7,
            ContentHash = "x",
            Neighbours = [neighbour],
            Sockets = [socket with { Inode = 3, Pid = 4 }],
            Gaps = [new Gap("engine", "engine-hung", "It did not answer when it was asked to list networks.")],
        };
        before = before with { Gaps = [new Gap("engine", "engine-hung", "It did not answer when it was asked to list containers.")] };
        Assert.Equal(ContentHash.Of(before), ContentHash.Of(after));
        Assert.NotEqual(ContentHash.Of(before), ContentHash.Of(after with { Neighbours = [neighbour with { State = NeighbourState.Permanent }] }));
    }

    [Fact]
    public void Of_State_LooksAtEveryMember()
    {
        var full = new HostContent(new Random(1)).Fill(SampleHost.WithWeb) with { Gaps = [new Gap("processes", "unreadable", "")] };
        full = full with
        {
            Neighbours = [new Neighbour { Namespace = SampleHost.HostId, LinkIndex = 2, Address = IPAddress.Loopback, State = NeighbourState.Permanent }],
            Fdb = [new FdbEntry { Namespace = SampleHost.HostId, LinkIndex = 2, Mac = MacAddress.Parse("02:00:00:00:00:01") }],
            Engine = new EngineSettings { Version = "1", ApiVersion = "1.51" },
        };
        var empty = new HostState { HostId = "", ObservedAt = default };
        string[] left = [nameof(HostState.ObservedAt), nameof(HostState.Revision), nameof(HostState.ContentHash)];
        foreach (var member in typeof(HostState).GetProperties().Where(p => p.SetMethod is not null && !left.Contains(p.Name)))
        {
            var without = full with { };
            member.SetValue(without, member.GetValue(empty));
            Assert.True(ContentHash.Of(full) != ContentHash.Of(without), $"{member.Name} is no part of the hash.");
        }
    }

    [Fact]
    public void Of_GapsOfAnotherScopeOrCode_Differs()
    {
        var hung = SampleHost.Empty with { Gaps = [new Gap("engine", "engine-hung", "")] };
        Assert.NotEqual(ContentHash.Of(hung), ContentHash.Of(hung with { Gaps = [new Gap("engine", "engine-denied", "")] }));
        Assert.NotEqual(ContentHash.Of(hung), ContentHash.Of(hung with { Gaps = [new Gap("engine-settings", "engine-hung", "")] }));
    }

    [Fact]
    public void ToString_Hash_Has64Digits() => Assert.Matches("^[0-9a-f]{64}$", ContentHash.Of(SampleHost.Empty).ToString());

    [Fact]
    public void Next_OneLinkOfAThousandNamespacesChanged_IsTheHashOfTheWhole()
    {
        var before = LargeHost.Of(1000);
        var at = before.Links.Length / 2;
        var after = before with { Links = before.Links.SetItem(at, before.Links[at] with { MtuBytes = 1400 }), Routes = [.. before.Routes], Addresses = [.. before.Addresses] };
        var hash = ContentHash.Of(before);
        Assert.Equal(ContentHash.Of(after), ContentHash.Next(hash, before, after));
    }

    private static HostState Wordless(HostState state) => state with { Gaps = [.. state.Gaps.Select(NetApi.Json.Volatile.Without)] };
}
