using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class CreatedMeanwhileTests
{
    [Fact]
    public async Task ReadCreatedAsync_EngineGoneAfterCreation_TellsWhatExists()
    {
        var gone = new HostState { HostId = "h", ObservedAt = DateTimeOffset.UnixEpoch, Gaps = [new Gap("engine", "engine-unavailable", "It went away.")] };
        var live = new LiveState(_ => Task.FromResult(gone));
        var told = await Assert.ThrowsAsync<EngineGapException>(() => live.ReadCreatedAsync("The container abc was created all the same.", TestContext.Current.CancellationToken));
        Assert.Equal("It went away. The container abc was created all the same.", told.Gap.Detail);
    }

    [Fact]
    public async Task ReadCreatedAsync_EngineThere_GivesTheState()
    {
        var state = new HostState { HostId = "h", ObservedAt = DateTimeOffset.UnixEpoch };
        var live = new LiveState(_ => Task.FromResult(state));
        Assert.Same(state, await live.ReadCreatedAsync("not told", TestContext.Current.CancellationToken));
    }
}
