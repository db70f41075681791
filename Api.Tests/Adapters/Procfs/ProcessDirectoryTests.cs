using NetApi.Adapters.Procfs;
using Xunit;

namespace NetApi.Tests.Adapters.Procfs;

public sealed class ProcessDirectoryTests
{
    private const string Id = "adf4a1df935f8621db40f12581834644c4e44d8f1ff3fa6efe9236712e9416b8";
    private const string Outer = "25f251c187944d44c0368d68a203282c799645c0c81d34b577b07c5ec0c7a37d";

    [Theory]
    [InlineData($"0::/system.slice/docker-{Id}.scope\n", Id)]
    [InlineData($"1:name=systemd:/docker/{Id}\n0::/\n", Id)]
    [InlineData($"0::/docker/{Outer}/docker/{Id}\n", Id)]
    [InlineData($"0::/../{Id}\n", Id)]
    [InlineData("0::/system.slice/nginx.service\n", null)]
    [InlineData($"0::/build-0{Id}\n", null)]
    [InlineData("", null)]
    public void ContainerIdIn_ControlGroups_IsTheOneThatTheyName(string groups, string? id) => Assert.Equal(id, ProcessDirectory.ContainerIdIn(groups));

    [Fact]
    public void ContainerId_ProcessThatIsGone_IsNull() => Assert.Null(new ProcessDirectory(int.MaxValue).ContainerId);
}
