using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

public class LinkAssemblerTests
{
    private static readonly NetnsId Own = new("own");
    private static readonly NetnsId Other = new("other");

    [Fact]
    public void ToLink_NoNsid_ParentIsInTheSameNamespace() =>
        Assert.Equal(new LinkReference(3, Own), ToLink(Veth with { ParentIndex = 3 }).Parent);

    [Fact]
    public void ToLink_KnownNsid_ParentIsThere() =>
        Assert.Equal(new LinkReference(3, Other), ToLink(Veth with { ParentIndex = 3, ParentNsid = 0 }).Parent);

    [Fact]
    public void ToLink_NsidWithoutIndex_ParentHasTheSameIndex() =>
        Assert.Equal(new LinkReference(7, Other), ToLink(Veth with { ParentNsid = 0 }).Parent);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ToLink_NsidOfNobody_ParentsNamespaceIsUnknown(int nsid) =>
        Assert.Equal(new LinkReference(3, null), ToLink(Veth with { ParentIndex = 3, ParentNsid = nsid }).Parent);

    [Fact]
    public void ToLink_NeitherOrZero_HasNoParent()
    {
        Assert.Null(ToLink(Veth).Parent);
        Assert.Null(ToLink(Veth with { ParentIndex = 0 }).Parent);
        Assert.Null(ToLink(Veth with { ParentIndex = 0, ParentNsid = 0 }).Parent);
    }

    private static RawLink Veth => new() { Index = 7, Name = "eth0", Kind = "veth" };

    private static Link ToLink(RawLink raw) => LinkAssembler.ToLink(raw, Own, [], [], nsid => nsid == 0 ? Other : null);
}
