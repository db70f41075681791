using System.Net.ServerSentEvents;
using NetApi.Hosting.Problems;
using NetApi.Operations;
using Xunit;

namespace NetApi.Tests.Operations;

public sealed class OperationEventsTests : IDisposable
{
    private readonly Pulls _pulls = new();

    public void Dispose() => _pulls.Dispose();

    [Fact]
    public async Task Of_RunningOperation_BeginsWithTheStateAsItIs()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        entry.Report(Pulls.At("nginx:latest", 10));
        await using var events = Watch(entry);
        AssertEvent(await NextAsync(events), "progress", "2", 10);
    }

    [Fact]
    public async Task Of_ReaderThatIsSlow_GetsTheNewestStateOnly()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        await using var events = Watch(entry);
        AssertEvent(await NextAsync(events), "progress", "1", 0);
        for (var bytes = 1; bytes <= 50; bytes++)
            entry.Report(Pulls.At("nginx:latest", bytes));
        var next = events.MoveNextAsync();
        _pulls.Clock.Advance(OperationEvents.Pace);
        Assert.True(await next);
        AssertEvent(events.Current, "progress", "51", 50);
    }

    [Fact]
    public async Task Of_ReaderThatIsFast_IsPaced()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        await using var events = Watch(entry);
        await NextAsync(events);
        entry.Report(Pulls.At("nginx:latest", 1));
        var next = events.MoveNextAsync().AsTask();
        _pulls.Clock.Advance(OperationEvents.Pace - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        _pulls.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task Of_OperationThatEnds_EndsAtOnceWithFinished()
    {
        var (entry, work) = _pulls.Start("nginx:latest");
        await using var events = Watch(entry);
        await NextAsync(events);
        var next = events.MoveNextAsync();
        work.SetResult(new OperationOutcome(new PulledImage("nginx:latest", null), null));
        Assert.True(await next);
        AssertEvent(events.Current, "finished", "2", 0);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Of_OperationThatIsSilent_SendsHeartbeats()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        await using var events = Watch(entry, seen: 1);
        for (var beat = 0; beat < 3; beat++)
        {
            var next = events.MoveNextAsync();
            _pulls.Clock.Advance(OperationEvents.Heartbeat);
            Assert.True(await next);
            AssertEvent(events.Current, "heartbeat", "1", 0);
        }
        Assert.InRange(OperationEvents.Heartbeat, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Of_ReaderThatCameBack_GetsOnlyWhatItHasNotSeen()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        await using var events = Watch(entry, seen: 1);
        var next = events.MoveNextAsync();
        Assert.False(next.IsCompleted);
        entry.Report(Pulls.At("nginx:latest", 5));
        Assert.True(await next);
        AssertEvent(events.Current, "progress", "2", 5);
    }

    [Fact]
    public async Task Of_ReaderThatHangsUp_Ends()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        using var hungUp = new CancellationTokenSource();
        await using var events = OperationEvents.Of(entry, 1, _pulls.Clock, hungUp.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = events.MoveNextAsync();
        await hungUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(OperationState.Running, entry.Current.State);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("17", 17)]
    public void Seen_Id_IsItsNumber(string? header, long seen) => Assert.Equal(seen, OperationEvents.Seen(header));

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void Seen_OtherText_IsAFault(string header)
    {
        var fault = Assert.Single(Assert.Throws<InvalidRequestException>(() => OperationEvents.Seen(header)).Faults);
        Assert.Equal(("header:Last-Event-ID", "unknown-event"), (fault.Pointer, fault.Code));
    }

    private IAsyncEnumerator<SseItem<Operation>> Watch(OperationEntry entry, long seen = 0) =>
        OperationEvents.Of(entry, seen, _pulls.Clock, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private static async Task<SseItem<Operation>> NextAsync(IAsyncEnumerator<SseItem<Operation>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }

    private static void AssertEvent(SseItem<Operation> item, string type, string id, long bytes) =>
        Assert.Equal((type, id, bytes), (item.EventType, item.EventId, item.Data.Progress.Bytes.Current));
}
