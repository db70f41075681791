using NetApi.Adapters.Sqlite.History;
using Xunit;

namespace NetApi.Tests.Adapters.Sqlite;

public sealed class RetentionPaceTests
{
    [Fact]
    public void Took_LongSteps_TakesOnLessButNeverNothing()
    {
        var pace = new RetentionPace();
        var before = pace.Rows;
        pace.Took(TimeSpan.FromMilliseconds(30));
        Assert.Equal(before / 2, pace.Rows);
        for (var i = 0; i < 20; i++)
            pace.Took(TimeSpan.FromSeconds(1));
        Assert.Equal(10, pace.Rows);
    }

    [Fact]
    public void Took_ShortSteps_TakesOnMoreUpToALimit()
    {
        var pace = new RetentionPace();
        for (var i = 0; i < 50; i++)
            pace.Took(TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, pace.Rows);
        pace.Took(TimeSpan.FromMilliseconds(10));
        Assert.Equal(200, pace.Rows);
    }
}
