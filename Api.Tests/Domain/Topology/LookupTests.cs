using System.Collections.Immutable;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class LookupTests
{
    private static readonly HostState State = new()
    {
        HostId = "h",
        ObservedAt = DateTimeOffset.UnixEpoch,
        Containers =
        [
            Named("abc100", "web"),
            Named("abc200", "abc100"),
            Named("abd300", "abd"),
            Named("fff400", "ab"),
        ],
        Networks = [Net("n100", "twin"), Net("n200", "twin"), Net("m300", "n1")],
    };

    [Theory]
    [InlineData("abc100", "abc100")]
    [InlineData("web", "abc100")]
    [InlineData("abd", "abd300")]
    [InlineData("abc2", "abc200")]
    [InlineData("f", "fff400")]
    [InlineData("ab", "fff400")]
    public void Find_Container_PrefersIdThenNameThenPrefix(string text, string id) =>
        Assert.Equal(id, Assert.IsType<Lookup<Container>.Found>(ContainerLookup.Find(State, text)).Value.Id);

    [Theory]
    [InlineData("")]
    [InlineData("WEB")]
    [InlineData("we")]
    [InlineData("abc1000")]
    public void Find_UnknownContainer_IsNotFound(string text) => Assert.IsType<Lookup<Container>.NotFound>(ContainerLookup.Find(State, text));

    [Fact]
    public void Find_PrefixOfSeveral_NamesTheCandidates()
    {
        var candidates = Assert.IsType<Lookup<Container>.Ambiguous>(ContainerLookup.Find(State, "abc")).Candidates;
        Assert.Equal(["abc100", "abc200"], candidates.Select(c => c.Id));
    }

    [Fact]
    public void Find_NameOfTwoNetworks_NamesTheCandidates()
    {
        var candidates = Assert.IsType<Lookup<Network>.Ambiguous>(NetworkLookup.Find(State, "twin")).Candidates;
        Assert.Equal(["n100", "n200"], candidates.Select(n => n.Id));
    }

    [Fact]
    public void Find_NameThatIsAlsoAPrefix_IsTheName() =>
        Assert.Equal("m300", Assert.IsType<Lookup<Network>.Found>(NetworkLookup.Find(State, "n1")).Value.Id);

    [Fact]
    public void Find_InAnEmptyState_IsNotFound() =>
        Assert.IsType<Lookup<Network>.NotFound>(NetworkLookup.Find(State with { Networks = ImmutableArray<Network>.Empty }, "n100"));

    private static Container Named(string id, string name) =>
        new() { Id = id, Name = name, Image = "i", State = ContainerState.Created, CreatedAt = DateTimeOffset.UnixEpoch, NetworkMode = "bridge" };

    private static Network Net(string id, string name) =>
        new() { Id = id, Name = name, Driver = "bridge", Scope = "local", CreatedAt = DateTimeOffset.UnixEpoch };
}
