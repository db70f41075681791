using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

public sealed class NearMissTests
{
    private static readonly string[] Known = ["container", "cursor", "docker0", "family", "limit", "namespace", "port", "protocol"];

    [Theory]
    [InlineData("contaner", "container")]
    [InlineData("containers", "container")]
    [InlineData("Container", "container")]
    [InlineData("namespcae", "namespace")]
    [InlineData("proto", "protocol")]
    [InlineData("prot", "port")]
    [InlineData("pory", "port")]
    [InlineData("dokcer0", "docker0")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("depth", null)]
    [InlineData("destination", null)]
    public void Of_Misspelt_IsTheNearestKnownWord(string text, string? near) => Assert.Equal(near, NearMiss.Of(text, Known));

    [Fact]
    public void Of_LongText_IsNearNothing() => Assert.Null(NearMiss.Of(new string('x', 100_000), Known));
}
