using System.Globalization;
using NetApi.History;
using Xunit;

namespace NetApi.Tests.History;

public sealed class MomentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("-90s", "2026-11-26T11:58:30Z")]
    [InlineData("-15m", "2026-11-26T11:45:00Z")]
    [InlineData("-3h", "2026-11-26T09:00:00Z")]
    [InlineData("-2d", "2026-11-24T12:00:00Z")]
    [InlineData("-1w", "2026-11-19T12:00:00Z")]
    [InlineData("2026-11-24T14:05:00Z", "2026-11-24T14:05:00Z")]
    [InlineData("2026-11-24T14:05:00.25Z", "2026-11-24T14:05:00.25Z")]
    [InlineData("2026-11-24T14:05:00+01:00", "2026-11-24T13:05:00Z")]
    [InlineData("2026-11-24T14:05:00 01:00", "2026-11-24T13:05:00Z")]
    [InlineData("2026-11-24T14:05:00.123456789Z", "2026-11-24T14:05:00.1234567Z")]
    [InlineData("2026-11-24t14:05:00z", "2026-11-24T14:05:00Z")]
    [InlineData("2026-11-24T14:05:00-05:30", "2026-11-24T19:35:00Z")]
    public void Parse_Time_IsUtc(string text, string expected) =>
        Assert.Equal(new Moment.At(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture)), Moment.Parse(text, Now));

    [Fact]
    public void Parse_OtherForms_AreTold()
    {
        Assert.Equal(new Moment.Now(), Moment.Parse("live", Now));
        Assert.Equal(new Moment.OfRevision(42), Moment.Parse("42", Now));
        Assert.Equal(new Moment.OfSnapshot("0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12"), Moment.Parse("0193F0A2-7c1e-7b3a-9f55-2f7f7a6d1c12", Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("-3")]
    [InlineData("-h")]
    [InlineData("--3h")]
    [InlineData("-3y")]
    [InlineData("-99999999999999999999d")]
    [InlineData("-2147483646w")]
    [InlineData("3h")]
    [InlineData("2026-11-24")]
    [InlineData("2026-11-24T14:05:00")]
    [InlineData("2026-13-24T14:05:00Z")]
    [InlineData("42-9f86d081")]
    [InlineData("-42")]
    [InlineData("Live")]
    [InlineData("99999999999999999999")]
    public void Parse_AnythingElse_IsNull(string text) => Assert.Null(Moment.Parse(text, Now));
}
