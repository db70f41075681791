using NetApi.Adapters.DockerEngine;
using NetApi.Images;
using Xunit;

namespace NetApi.Tests.Images;

public sealed class PullProblemTests
{
    private static readonly ImageReference Reference = ImageReference.Parse("registry.example:5000/team/web:1");

    [Theory]
    [InlineData(404, "pull access denied for team/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied")]
    [InlineData(404, "manifest for registry.example:5000/team/web:1 not found: manifest unknown: manifest unknown")]
    [InlineData(200, "manifest unknown")]
    [InlineData(500, "Head \"https://registry.example/v2/team/web/manifests/1\": unauthorized: authentication required")]
    public void Of_WordsOfARegistryThatGivesNoImage_IsImageUnknown(int status, string words)
    {
        var problem = PullProblem.Of(new EngineRefusedException(status, "pull image", words), Reference);
        Assert.Equal(("image-unknown", words), (problem.Code, problem.EngineMessage));
        Assert.Contains("registry.example:5000/team/web:1", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "Get \"http://127.0.0.1:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused", "engine-failed")]
    [InlineData(500, "Get \"https://nowhere.example/v2/\": dial tcp: lookup nowhere.example: no such host", "engine-failed")]
    [InlineData(200, "failed to register layer: no space left on device", "engine-refused")]
    public void Of_OtherWords_IsTheEnginesFailure(int status, string words, string code)
    {
        var problem = PullProblem.Of(new EngineRefusedException(status, "pull image", words), Reference);
        Assert.Equal((code, words), (problem.Code, problem.EngineMessage));
    }

    [Fact]
    public void Of_EngineThatIsDown_SaysWhatStillWorks()
    {
        var problem = PullProblem.Of(new EngineUnavailableException(EngineUnavailableReason.Down, "pull image", "It is down."), Reference);
        Assert.Equal((503, "engine-unavailable"), (problem.Status, problem.Code));
        Assert.Contains("/api/v1/bridges", problem.Detail, StringComparison.Ordinal);
    }
}
