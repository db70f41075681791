using NetApi.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public class NeighbourBudgetTests
{
    [Theory]
    [InlineData(0, 1024, 0, true)]
    [InlineData(890, 1024, 0, true)]
    [InlineData(891, 1024, 0, false)]
    [InlineData(890, 1024, 1, false)]
    [InlineData(884, 1024, 1, true)]
    [InlineData(2_000, 1024, 0, false)]
    [InlineData(2_000, 8_192, 63, true)]
    [InlineData(890, 0, 0, true)]
    [InlineData(891, 0, 0, false)]
    public void Allows_KeepsAnEighthFree(long entries, long limit, int underWay, bool expected) =>
        Assert.Equal(expected, NeighbourBudget.Allows(entries, limit, underWay));
}
