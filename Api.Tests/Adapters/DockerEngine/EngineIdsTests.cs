using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineIdsTests
{
    [Theory]
    [InlineData("web")]
    [InlineData("my_web-1.x")]
    [InlineData("21474f71dd9f")]
    public void Check_IdOrName_GivesItBack(string id) => Assert.Equal(id, EngineIds.Check(id));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("x/../../images/json")]
    [InlineData("x?force=1")]
    [InlineData("x%2f")]
    [InlineData("web\n")]
    [InlineData("container:web")]
    public void Check_AnotherCall_Refuses(string id) => Assert.Throws<ArgumentException>(() => EngineIds.Check(id));
}
