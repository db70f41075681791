using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class SeenEventsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Knows_EventThatCame_UntilManyOthersCame()
    {
        var seen = new SeenEvents();
        Assert.Null(seen.Newest);
        seen.Add(At(0));
        Assert.True(seen.Knows(At(0)));
        Assert.False(seen.Knows(At(1)));
        for (var i = 1; i <= 1024; i++)
            seen.Add(At(i));
        Assert.False(seen.Knows(At(0)));
        Assert.Equal(At(1024).Time, seen.Newest);
    }

    [Fact]
    public void Newest_EventsInDisorder_IsTheLatest()
    {
        var seen = new SeenEvents();
        seen.Add(At(2));
        seen.Add(At(1));
        Assert.Equal(At(2).Time, seen.Newest);
    }

    [Fact]
    public async Task Reach_EventThatComesLater_EndsThen()
    {
        var seen = new SeenEvents();
        seen.Add(At(1));
        await seen.ReachAsync(At(1), Token);
        var reached = seen.ReachAsync(At(2), Token);
        // A later one does not stand for it: the two may have changed places.
        seen.Add(At(3));
        Assert.False(reached.IsCompleted);
        seen.Add(At(2));
        await reached;
    }

    [Fact]
    public async Task Reach_EventThatOthersHaveLongPassed_Ends()
    {
        var seen = new SeenEvents();
        var reached = seen.ReachAsync(At(1), Token);
        seen.Add(At(5000));
        await reached;
        await seen.ReachAsync(At(2), Token);
    }

    [Fact]
    public async Task Reach_CallerWhoGivesUp_StopsWaiting()
    {
        using var givenUp = new CancellationTokenSource();
        var reached = new SeenEvents().ReachAsync(At(1), givenUp.Token);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reached);
    }

    private static EngineEvent At(int milliseconds) => new("container", "start", "x", null, 1_795_573_854_000_000_000 + (milliseconds * 1_000_000L));
}
