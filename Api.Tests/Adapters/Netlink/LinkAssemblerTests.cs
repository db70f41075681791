using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class LinkAssemblerTests
{
    private static readonly NetnsId Own = new("own");
    private static readonly NetnsId Other = new("other");
    private static readonly NetnsFile OtherFile = new(0, 4, 2);

    [Fact]
    public void Assemble_NoNsid_ParentIsInTheSameNamespace() =>
        Assert.Equal(new LinkReference(3, Own), Assemble(Veth with { ParentIndex = 3 }).Parent);

    [Fact]
    public void Assemble_KnownNsid_ParentIsThere() =>
        Assert.Equal(new LinkReference(3, Other), Assemble(Veth with { ParentIndex = 3, ParentNsid = 0 }).Parent);

    [Fact]
    public void Assemble_NsidWithoutIndex_ParentHasTheSameIndex() =>
        Assert.Equal(new LinkReference(7, Other), Assemble(Veth with { ParentNsid = 0 }).Parent);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Assemble_NsidOfNobody_ParentsNamespaceIsUnknown(int nsid) =>
        Assert.Equal(new LinkReference(3, null), Assemble(Veth with { ParentIndex = 3, ParentNsid = nsid }).Parent);

    [Fact]
    public void Assemble_NeitherOrZero_HasNoParent()
    {
        Assert.Null(Assemble(Veth).Parent);
        Assert.Null(Assemble(Veth with { ParentIndex = 0 }).Parent);
        Assert.Null(Assemble(Veth with { ParentIndex = 0, ParentNsid = 0 }).Parent);
    }

    [Fact]
    public void Assemble_LinkListedTwice_TheLaterMessageHolds() =>
        Assert.Equal("new", Assemble(Veth with { Name = "old" }, Veth with { Name = "new" }).Name);

    [Fact]
    public void Assemble_AddressesAndVlans_AreThoseOfTheLink()
    {
        string[] addresses = ["10.0.0.2/8", "10.0.0.1/8", "fd00::1/64"];
        var reading = Reading([Veth, Veth with { Index = 9 }]) with
        {
            Addresses = [Address(1, "127.0.0.1/8"), .. addresses.Select(a => Address(7, a)), Address(8, "10.0.0.9/8"), Address(9, "10.0.0.7/8")],
            Vlans = new Dictionary<int, ValueList<PortVlan>> { [9] = [new PortVlan(5, true, true)] },
        };
        var links = LinkAssembler.Assemble(reading, new Dictionary<NetnsFile, NetnsId>());
        Assert.Equal([7, 9], links.Select(l => l.Index));
        Assert.Equal(addresses, links[0].Addresses.Select(a => a.ToString()));
        Assert.Equal(["10.0.0.7/8"], links[1].Addresses.Select(a => a.ToString()));
        Assert.Empty(links[0].Vlans);
        Assert.Equal([new PortVlan(5, true, true)], links[1].Vlans);
    }

    private static RawLink Veth => new() { Index = 7, Name = "eth0", Kind = "veth" };

    private static LinkAddress Address(int link, string text) =>
        new() { Namespace = Own, LinkIndex = link, Address = InterfaceAddress.Parse(text), Scope = "global" };

    private static Link Assemble(params RawLink[] links) =>
        Assert.Single(LinkAssembler.Assemble(Reading(links), new Dictionary<NetnsFile, NetnsId> { [OtherFile] = Other }));

    private static NamespaceReading Reading(RawLink[] links) => new()
    {
        Id = Own,
        Links = links,
        Nsids = new Dictionary<int, NetnsFile> { [0] = OtherFile },
    };
}
