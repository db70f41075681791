using System.Text.RegularExpressions;
using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

public sealed partial class ProblemKindsTests
{
    [Fact]
    public void All_HoldsEveryField_UnderACodeOfItsOwn() =>
        Assert.Equal(typeof(ProblemKinds).GetFields().Count(f => f.FieldType == typeof(ProblemKind)), ProblemKinds.All.Count);

    [Fact]
    public void All_CodesAreKebabCase() => Assert.All(ProblemKinds.All.Keys, code => Assert.Matches(KebabCase(), code));

    [Fact]
    public void All_StatusesAreErrors_AndTitlesAreSaid() => Assert.All(ProblemKinds.All.Values, kind =>
    {
        Assert.InRange(kind.Status, 400, 599);
        Assert.NotEmpty(kind.Title);
        Assert.Equal($"urn:netapi:problem:{kind.Code}", kind.Document("x").Type);
    });

    [Theory]
    [InlineData(400, "validation-failed")]
    [InlineData(401, "unauthenticated")]
    [InlineData(403, "scope-missing")]
    [InlineData(404, "not-found")]
    [InlineData(405, "method-not-allowed")]
    [InlineData(413, "body-too-large")]
    [InlineData(415, "unsupported-media-type")]
    [InlineData(429, "too-many-requests")]
    [InlineData(500, "internal-error")]
    [InlineData(599, "internal-error")]
    public void OfStatus_NamesTheKind(int status, string code) => Assert.Equal(code, ProblemKinds.OfStatus(status).Code);

    [Fact]
    public void Result_OfAnotherStatus_IsADefectOfTheCaller() =>
        Assert.Throws<ArgumentException>(() => new NotFoundProblem(ProblemKinds.Conflict.Document("x")));

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();
}
