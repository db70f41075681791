using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;
using static NetApi.Tests.Domain.SampleHost;

namespace NetApi.Tests.Domain.Diff;

/// <summary>A link that was renamed is one change, and all that names it is told as before, under the name it had last.</summary>
public sealed class RenamedLinkTests
{
    // Everything that is told with the name of a link, of the NIC, the bridge and both ends of the pair.
    private static readonly HostState Host = Full(WithWeb);

    public static TheoryData<string, string, string, string> Renamed() => new()
    {
        { "eth0", "Link", "host/wan0", "link eth0 was renamed to wan0" },
        { "docker0", "Bridge", "host/wan0", "bridge docker0 was renamed to wan0" },
        { "veth8d73f3e", "VethPair", "container:myweb/eth0", "veth8d73f3e was renamed to wan0" },
    };

    [Theory]
    [MemberData(nameof(Renamed))]
    public void Compare_LinkOfTheHostRenamed_IsOneChange(string name, string entity, string key, string summary)
    {
        var to = Later(Host.Change(name, l => l with { Name = "wan0" }));
        var change = Assert.Single(HostDiff.Compare(Host, to));
        Assert.Equal((ChangeKind.Changed, entity, key, summary), (change.Kind, change.Entity.ToString(), change.Key, change.Summary));
        var back = Assert.Single(HostDiff.Compare(to, Host));
        Assert.Equal((key, change.After, change.Before), (back.Key, back.Before, back.After));
    }

    [Fact]
    public void Compare_LinkOfAContainerRenamed_IsOneChangeUnderItsLaterName()
    {
        var to = Later(Inside("eth0", l => l with { Name = "lan0" }));
        var change = Assert.Single(HostDiff.Compare(Host, to));
        Assert.Equal((ChangeEntity.VethPair, "container:myweb/lan0", "eth0 of container myweb was renamed to lan0"), (change.Entity, change.Key, change.Summary));
        Assert.Equal(("eth0", "lan0"), (((VethPairView)change.Before!).Inner.Name, ((VethPairView)change.After!).Inner.Name));
    }

    [Fact]
    public void Compare_BothEndsRenamed_IsOneChange() => Assert.Equal(
        ["eth0 of container myweb was renamed to lan0; veth8d73f3e was renamed to web0"],
        Summaries(Later(Inside("eth0", l => l with { Name = "lan0" }).Change("veth8d73f3e", l => l with { Name = "web0" }))));

    [Fact]
    public void Compare_BridgeAndItsPortRenamed_AreTwoChanges() => Assert.Equal(
        ["bridge docker0 was renamed to br0", "veth8d73f3e was renamed to web0"],
        Summaries(Later(Host.Change("docker0", l => l with { Name = "br0" }).Change("veth8d73f3e", l => l with { Name = "web0" }))));

    [Fact]
    public void Compare_RenamedAndChanged_SaysBoth() => Assert.Equal(
        ["link eth0 was renamed to wan0, has MTU 1400 (was 1500)", "address 203.0.113.9/24 was added to wan0 of the host"],
        Summaries(Later(Host.Change("eth0", l => l with { Name = "wan0", MtuBytes = 1400, Addresses = [.. l.Addresses, InterfaceAddress.Parse("203.0.113.9/24")] }))));

    [Fact]
    public void Compare_LinkAndContainerRenamed_AreTwoChanges()
    {
        var inside = Inside("eth0", l => l with { Name = "lan0" }).ChangeWeb(c => c with { Name = "shop" });
        var to = Later(inside with { Namespaces = [HostNamespace, WebNamespace with { Name = "shop" }] });
        Assert.Equal(["container myweb was renamed to shop", "eth0 of container shop was renamed to lan0"], Summaries(to));
    }

    [Fact]
    public void Compare_NamesSwapped_ToldByName()
    {
        var with = Host with { Links = [.. Host.Links, Link(HostId, 8, "dummy0", "physical") with { Mac = MacAddress.Parse("02:00:00:00:00:08") }] };
        var to = Later(with.Change("eth0", l => l with { Name = "x" }).Change("dummy0", l => l with { Name = "eth0" }).Change("x", l => l with { Name = "dummy0" }));
        Assert.Contains("link eth0 has MAC 02:00:00:00:00:08 (was 02:00:00:00:00:02)", HostDiff.Compare(with, to).Select(c => c.Summary));
        Assert.DoesNotContain(HostDiff.Compare(with, to), c => c.Summary.Contains("renamed", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_NameTakenOver_ToldByName()
    {
        var to = Later(Host.Change("eth0", l => l with { Name = "wan0" }));
        to = to with { Links = [.. to.Links, Link(HostId, 8, "eth0", "dummy")] };
        Assert.Contains("link wan0 is new", Summaries(to));
        Assert.DoesNotContain(Summaries(to), s => s.Contains("renamed", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_NameOfOneThatIsGone_ToldByName()
    {
        var with = Host with { Links = [.. Host.Links, Link(HostId, 8, "wan0", "physical")] };
        var to = Later(Host.Change("eth0", l => l with { Name = "wan0" }));
        Assert.Contains("link eth0 is gone", HostDiff.Compare(with, to).Select(c => c.Summary));
    }

    [Theory]
    [InlineData("physical", "02:00:00:00:00:77")]
    [InlineData("dummy", "02:00:00:00:00:02")]
    public void Compare_AnotherLinkWithTheIndex_IsAnotherLink(string kind, string mac) => Assert.Superset(
        new HashSet<string> { "link eth0 is gone", "link wan0 is new" },
        Summaries(Later(Host.Change("eth0", l => l with { Name = "wan0", Kind = kind, Mac = MacAddress.Parse(mac) }))).ToHashSet());

    [Fact]
    public void Compare_BridgeThatGotItsMacFromAPort_IsRenamedAllTheSame() => Assert.Equal(
        ["bridge docker0 was renamed to br0, has MAC ba:e2:11:f3:10:07 (was 02:42:5e:0f:11:22)"],
        Summaries(Later(Host.Change("docker0", l => l with { Name = "br0", Mac = MacAddress.Parse("ba:e2:11:f3:10:07") }))));

    [Fact]
    public void Compare_SameIndexInAnotherBoot_IsAnotherLink()
    {
        var booted = new NetnsId("77aa00bb-1");
        var to = Later(Empty.Change("eth0", l => l with { Name = "wan0" }) with { Namespaces = [HostNamespace with { Id = booted }] });
        Assert.Superset(
            new HashSet<string> { "link eth0 is gone", "link wan0 is new" },
            HostDiff.Compare(Empty, to with { Links = [.. to.Links.Select(l => l with { Namespace = booted })] }).Select(c => c.Summary).ToHashSet());
    }

    private static HostState Later(HostState state) => state with { ObservedAt = Host.ObservedAt.AddMinutes(1) };

    private static HostState Inside(string name, Func<Link, Link> change) =>
        Host with { Links = [.. Host.Links.Select(l => l.Namespace == WebId && l.Name == name ? change(l) : l)] };

    private static IEnumerable<string> Summaries(HostState to) => HostDiff.Compare(Host, to).Select(c => c.Summary);

    private static HostState Full(HostState state) => state with
    {
        Links = [.. state.Links.Select(l => l.Kind == "loopback" ? l : l with { Addresses = [.. l.Addresses, InterfaceAddress.Parse($"10.9.{l.Index}.1/24")] })],
        Routes = [.. state.Routes, .. state.Links.Select(l => new Route { Namespace = l.Namespace, Destination = IPNetwork.Parse($"10.8.{l.Index}.0/24"), LinkIndex = l.Index, Table = 254, Type = 1 })],
        Rules = [new RoutingRule { Namespace = HostId, IsIpv6 = false, Priority = 0, Action = "table", Table = 255 }],
        Neighbours = [.. state.Links.Select(l => new Neighbour { Namespace = l.Namespace, LinkIndex = l.Index, Address = IPAddress.Parse("10.7.0.1"), Mac = WebHostEnd.Mac, State = NeighbourState.Permanent })],
        Fdb = [.. state.Links.Select(l => new FdbEntry { Namespace = l.Namespace, LinkIndex = l.Index, Mac = MacAddress.Parse("02:00:00:00:09:01"), Flags = ["permanent"] })],
        Sockets = [.. state.Links.Select(l => new ListeningSocket { Namespace = l.Namespace, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 1000 + l.Index, LinkIndex = l.Index })],
    };
}
