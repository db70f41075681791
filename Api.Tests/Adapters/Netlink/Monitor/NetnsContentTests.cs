using NetApi.Adapters.Netlink.Monitor;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public class NetnsContentTests
{
    private static readonly NetnsId Own = new("own");

    private readonly NetnsContent _content = new(Own);

    [Fact]
    public void Replace_LinkListedTwice_TheLaterMessageHolds()
    {
        // As an interrupted dump may have it.
        _content.Replace([Link(7, "old"), Link(7, "new")]);
        Assert.Equal(["new"], Links().Select(l => l.Name));
    }

    [Fact]
    public void Replace_AddressesAndVlans_AreThoseOfTheLink()
    {
        string[] addresses = ["10.0.0.2/8", "10.0.0.1/8", "fd00::1/64"];
        _content.Replace([Link(9, "eth1"), Link(7, "eth0")]);
        _content.Replace([Address(1, "127.0.0.1/8"), .. addresses.Select(a => Address(7, a)), Address(8, "10.0.0.9/8"), Address(9, "10.0.0.7/8")]);
        _content.Replace([new RawVlans(9, [new PortVlan(5, true, true)])]);
        var links = Links();
        Assert.Equal([7, 9], links.Select(l => l.Index));
        Assert.Equal(addresses, links[0].Addresses.Select(a => a.ToString()));
        Assert.Equal(["10.0.0.7/8"], links[1].Addresses.Select(a => a.ToString()));
        Assert.Empty(links[0].Vlans);
        Assert.Equal([new PortVlan(5, true, true)], links[1].Vlans);
    }

    [Fact]
    public void Observe_NothingButTheSameRead_IsEqualAndOfTheSameObjects()
    {
        _content.Replace([Link(7, "eth0"), Link(9, "eth1")]);
        var before = Observe();
        _content.Replace([Link(7, "eth0"), Link(9, "eth1")]);
        var after = Observe();
        Assert.Equal(before, after);
        Assert.All(before.Links.Zip(after.Links), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public void Replace_LinkIsGone_WhatTheKernelHadLearnedOfItIsGoneToo()
    {
        _content.Replace([Link(7, "eth0"), Link(9, "eth1")]);
        _content.Replace([Learned(7), Learned(9)]);
        _content.Replace(7, null);
        Assert.Equal([9], Observe().Fdb.Select(e => e.LinkIndex));
        _content.Replace([Link(8, "eth2")]);
        Assert.Empty(Observe().Fdb);
    }

    private static FdbEntry Learned(int link) => new() { Namespace = Own, LinkIndex = link, Mac = MacAddress.Parse("02:00:00:00:00:01") };

    private static RawLink Link(int index, string name) => new() { Index = index, Name = name, Kind = "veth" };

    private static LinkAddress Address(int link, string text) =>
        new() { Namespace = Own, LinkIndex = link, Address = InterfaceAddress.Parse(text), Scope = "global" };

    private List<Link> Links() => [.. Observe().Links];

    private NamespaceObservation Observe()
    {
        _content.Assemble(_ => null);
        return _content.Observe(new NamespaceSighting { Id = Own, Inode = 1, IsOwn = true });
    }
}
