using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ApiNegotiationTests
{
    private static readonly Uri Endpoint = new("unix:///run/docker.sock");

    [Theory]
    [InlineData("1.41", "1.12", "1.41")]
    [InlineData("1.51", "1.24", "1.51")]
    [InlineData("1.54", "1.44", "1.54")]
    [InlineData("1.99", "1.44", "1.54")]
    [InlineData("1.41", "", "1.41")]
    public void Choose_SharedVersions_TakesTheLowerOfTheNewest(string newest, string oldest, string chosen) =>
        Assert.Equal(Version.Parse(chosen), Choose(newest, oldest));

    [Theory]
    [InlineData("1.40", "1.12", EngineUnavailableReason.TooOld)]
    [InlineData("1.9", "1.1", EngineUnavailableReason.TooOld)]
    [InlineData("1.99", "1.55", EngineUnavailableReason.TooNew)]
    [InlineData(null, null, EngineUnavailableReason.Unreadable)]
    [InlineData("one", null, EngineUnavailableReason.Unreadable)]
    public void Choose_NothingShared_SaysWhichSideIsOld(string? newest, string? oldest, EngineUnavailableReason reason) =>
        Assert.Equal(reason, Assert.Throws<EngineUnavailableException>(() => Choose(newest, oldest)).Reason);

    private static Version Choose(string? newest, string? oldest) =>
        ApiNegotiation.Choose(newest, oldest, EngineClient.OldestApi, EngineClient.NewestApi, Endpoint);
}
