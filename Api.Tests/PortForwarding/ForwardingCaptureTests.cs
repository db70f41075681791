using NetApi.Adapters.Netfilter;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.PortForwarding;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.PortForwarding;

public sealed class ForwardingCaptureTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("netapi-test-");
    private readonly SemaphoreSlim _began = new(0);
    private readonly List<TaskCompletionSource<HostState>> _states = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Runs => Path.Combine(_scratch.FullName, "runs");

    [Fact]
    public async Task CaptureAsync_ManyDuringAReading_ShareTheNextOneAndItsProcesses()
    {
        var capture = new ForwardingCapture(new LiveState(Held), CountingFirewall());
        var first = capture.CaptureAsync(Cancel);
        await _began.WaitAsync(Cancel);
        var waiting = Enumerable.Range(0, 200).Select(_ => capture.CaptureAsync(Cancel)).ToList();
        _states[0].SetResult(SampleHost.Empty with { HostId = "old" });
        Assert.Equal("old", (await first).State.HostId);
        var perReading = await CountAsync();
        await _began.WaitAsync(Cancel);
        _states[1].SetResult(SampleHost.Empty with { HostId = "new" });

        var forwardings = await Task.WhenAll(waiting);

        Assert.Equal("new", Assert.Single(forwardings.Distinct(ReferenceEqualityComparer.Instance).Cast<Forwarding>()).State.HostId);
        Assert.InRange(perReading, 1, 5);
        Assert.Equal(2 * perReading, await CountAsync());
    }

    [Fact]
    public async Task CaptureAsync_EngineThatWasNotRead_ThrowsForEachAndStartsNothing()
    {
        var gap = new Gap("engine", "engine-unavailable", "down");
        var capture = new ForwardingCapture(new LiveState(_ => Task.FromResult(SampleHost.Empty with { Gaps = [gap] })), CountingFirewall());

        var both = new[] { capture.CaptureAsync(Cancel), capture.CaptureAsync(Cancel) };

        foreach (var failing in both)
            Assert.Same(gap, (await Assert.ThrowsAsync<EngineGapException>(() => failing)).Gap);
        Assert.False(File.Exists(Runs));
    }

    public void Dispose()
    {
        _began.Dispose();
        _scratch.Delete(recursive: true);
    }

    private Task<HostState> Held(CancellationToken cancel)
    {
        var state = new TaskCompletionSource<HostState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _states.Add(state);
        _began.Release();
        return state.Task;
    }

    // In place of each tool a shell that writes a line to a file.
    private FirewallObserver CountingFirewall() => new(["/bin/sh", "-c", $"echo run >> '{Runs}'"], _scratch.FullName);

    private async Task<int> CountAsync() => (await File.ReadAllLinesAsync(Runs, Cancel)).Length;
}
