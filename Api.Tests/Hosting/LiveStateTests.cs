using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class LiveStateTests : IDisposable
{
    private readonly List<TaskCompletionSource<HostState>> _readings = [];
    private readonly SemaphoreSlim _began = new(0);
    private readonly LiveState _live;
    private bool _anyCouldBeCancelled;

    public LiveStateTests() => _live = new LiveState(cancel =>
    {
        _anyCouldBeCancelled |= cancel.CanBeCanceled;
        var reading = new TaskCompletionSource<HostState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _readings.Add(reading);
        _began.Release();
        return reading.Task;
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_DuringAReading_GetsTheNextOne()
    {
        var early = _live.CatchUpAsync(Cancel);
        await _began.WaitAsync(Cancel);
        var late = _live.CatchUpAsync(Cancel);
        _readings[0].SetResult(Named("old"));
        Assert.Equal("old", (await early).HostId);
        await _began.WaitAsync(Cancel);
        Assert.False(late.IsCompleted);
        _readings[1].SetResult(Named("new"));
        Assert.Equal("new", (await late).HostId);
    }

    [Fact]
    public async Task ReadAsync_SeveralAtOnce_ShareOneReading()
    {
        var first = _live.CatchUpAsync(Cancel);
        await _began.WaitAsync(Cancel);
        var waiting = Enumerable.Range(0, 20).Select(_ => _live.CatchUpAsync(Cancel)).ToList();
        _readings[0].SetResult(Named("old"));
        await first;
        await _began.WaitAsync(Cancel);
        _readings[1].SetResult(Named("new"));
        Assert.All(await Task.WhenAll(waiting), s => Assert.Equal("new", s.HostId));
        Assert.Equal(2, _readings.Count);
    }

    [Fact]
    public async Task ReadAsync_OneAfterTheOther_ReadsEachTime()
    {
        for (var i = 0; i < 3; i++)
        {
            var read = _live.CatchUpAsync(Cancel);
            await _began.WaitAsync(Cancel);
            _readings[i].SetResult(Named($"{i}"));
            Assert.Equal($"{i}", (await read).HostId);
        }
    }

    [Fact]
    public async Task ReadAsync_AfterAFailure_ReadsAnew()
    {
        var failing = _live.CatchUpAsync(Cancel);
        await _began.WaitAsync(Cancel);
        var waiting = _live.CatchUpAsync(Cancel);
        _readings[0].SetException(new IOException("once"));
        await Assert.ThrowsAsync<IOException>(() => failing);
        await _began.WaitAsync(Cancel);
        _readings[1].SetResult(Named("new"));
        Assert.Equal("new", (await waiting).HostId);
    }

    [Fact]
    public async Task ReadAsync_CallerWhoGivesUp_CancelsNobodyElse()
    {
        var blocking = _live.CatchUpAsync(Cancel);
        await _began.WaitAsync(Cancel);
        using var impatience = new CancellationTokenSource();
        var impatient = _live.CatchUpAsync(impatience.Token);
        var patient = _live.CatchUpAsync(Cancel);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _readings[0].SetResult(Named("old"));
        await blocking;
        await _began.WaitAsync(Cancel);
        _readings[1].SetResult(Named("new"));
        Assert.Equal("new", (await patient).HostId);
        Assert.False(_anyCouldBeCancelled);
    }

    [Fact]
    public async Task ReadAsync_CaptureThatThrowsAtOnce_FailsTheReadingAlone()
    {
        var calls = 0;
        var live = new LiveState(_ => ++calls == 1 ? throw new IOException("once") : Task.FromResult(Named("new")));
        await Assert.ThrowsAsync<IOException>(() => live.CatchUpAsync(Cancel));
        Assert.Equal("new", (await live.CatchUpAsync(Cancel)).HostId);
    }

    [Fact]
    public async Task ReadAsync_UnderPressure_NeverShowsThePast()
    {
        var clock = 0;
        var live = new LiveState(async _ =>
        {
            var began = Interlocked.Increment(ref clock);
            await Task.Yield();
            return SampleHost.Empty with { ObservedAt = DateTimeOffset.UnixEpoch.AddTicks(began) };
        });
        await Parallel.ForAsync(0, 2_000, Cancel, async (_, cancel) =>
        {
            var before = Interlocked.Increment(ref clock);
            var state = await live.CatchUpAsync(cancel);
            Assert.True(state.ObservedAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks > before);
        });
    }

    [Fact]
    public async Task CatchUpWithEngineAsync_EngineThatWasNotRead_Throws()
    {
        var gap = new Gap("engine", "engine-unavailable", "down");
        var live = new LiveState(_ => Task.FromResult(SampleHost.Empty with { Gaps = [new Gap("firewall", "x", "y"), gap] }));
        Assert.Same(gap, (await Assert.ThrowsAsync<EngineGapException>(() => live.CatchUpWithEngineAsync(Cancel))).Gap);
    }

    [Fact]
    public async Task CatchUpWithEngineAsync_OtherGaps_PassThrough()
    {
        var live = new LiveState(_ => Task.FromResult(SampleHost.Empty with { Gaps = [new Gap("namespace:1", "x", "y")] }));
        Assert.Single((await live.CatchUpWithEngineAsync(Cancel)).Gaps);
    }

    public void Dispose() => _began.Dispose();

    private static HostState Named(string id) => SampleHost.Empty with { HostId = id };
}
