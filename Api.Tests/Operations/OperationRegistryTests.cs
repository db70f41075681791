using NetApi.Hosting.Problems;
using NetApi.Operations;
using Xunit;

namespace NetApi.Tests.Operations;

public sealed class OperationRegistryTests : IDisposable
{
    private readonly Pulls _pulls = new();

    public void Dispose() => _pulls.Dispose();

    [Fact]
    public void Start_Work_RunsAndIsListed()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        Assert.Equal(OperationState.Running, entry.Current.State);
        Assert.Equal(_pulls.Clock.GetUtcNow(), entry.Current.CreatedAt);
        Assert.Equal('7', entry.Current.Id[14]);
        Assert.Equal([entry.Current], _pulls.Registry.All);
    }

    [Fact]
    public async Task Start_WorkThatSucceeds_KeepsItsResult()
    {
        var (entry, work) = _pulls.Start("nginx:latest");
        _pulls.Clock.Advance(TimeSpan.FromSeconds(3));
        work.SetResult(new OperationOutcome(new PulledImage("nginx:latest", "sha256:1"), null));
        await entry.Finished;
        Assert.Equal(OperationState.Succeeded, entry.Current.State);
        Assert.Equal(TimeSpan.FromSeconds(3), entry.Current.FinishedAt - entry.Current.CreatedAt);
        Assert.Equal("sha256:1", entry.Current.Result?.ImageId);
    }

    [Fact]
    public async Task Start_WorkThatGivesAProblem_HasFailed()
    {
        var (entry, work) = _pulls.Start("nginx:latest");
        work.SetResult(new OperationOutcome(null, ProblemKinds.ImageUnknown.Document("no such image")));
        await entry.Finished;
        Assert.Equal((OperationState.Failed, "image-unknown"), (entry.Current.State, entry.Current.Problem?.Code));
    }

    [Fact]
    public async Task Start_WorkThatThrows_HasFailedAndTellsNothingOfIt()
    {
        var (entry, work) = _pulls.Start("nginx:latest");
        work.SetException(new InvalidOperationException("a secret"));
        await entry.Finished;
        Assert.Equal((OperationState.Failed, "internal-error"), (entry.Current.State, entry.Current.Problem?.Code));
        Assert.DoesNotContain("secret", entry.Current.Problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_SameImageWhileItRuns_IsTheSameOperation()
    {
        var (first, _) = _pulls.Start("nginx:latest");
        var (second, _) = _pulls.Start("nginx:latest");
        Assert.Same(first, second);
        Assert.Single(_pulls.Registry.All);
    }

    [Fact]
    public async Task Start_SameImageAfterItEnded_IsAnotherOperation()
    {
        var first = await _pulls.FinishedAsync("nginx:latest");
        var (second, _) = _pulls.Start("nginx:latest");
        Assert.NotEqual(first.Current.Id, second.Current.Id);
    }

    [Fact]
    public async Task Start_MoreThanMayRun_IsRefusedUntilOneEnds()
    {
        var running = Enumerable.Range(0, OperationRegistry.MaxRunning).Select(i => _pulls.Start($"image:{i}")).ToList();
        Assert.Null(_pulls.Registry.Start(OperationKind.ImagePull, PullState.Begin("one:more"), (_, _) => throw new InvalidOperationException("must not run")));
        running[0].Work.SetResult(new OperationOutcome(null, null));
        await running[0].Entry.Finished;
        Assert.Equal(OperationState.Running, _pulls.Start("one:more").Entry.Current.State);
    }

    [Fact]
    public async Task Cancel_RunningWork_EndsIt()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        entry.Cancel();
        await entry.Finished;
        Assert.Equal(OperationState.Cancelled, entry.Current.State);
        Assert.Null(entry.Current.Problem);
    }

    [Fact]
    public async Task Cancel_FinishedWork_ChangesNothing()
    {
        var entry = await _pulls.FinishedAsync("nginx:latest");
        entry.Cancel();
        entry.Report(Pulls.At("nginx:latest", 7));
        Assert.Equal((OperationState.Succeeded, 0), (entry.Current.State, entry.Current.Progress.Bytes.Current));
    }

    [Fact]
    public async Task Shutdown_RunningWork_IsCancelled()
    {
        var (entry, _) = _pulls.Start("nginx:latest");
        _pulls.StopApplication();
        await entry.Finished;
        Assert.Equal(OperationState.Cancelled, entry.Current.State);
    }

    [Fact]
    public async Task Find_FinishedAnHourAgo_IsForgotten()
    {
        var finished = await _pulls.FinishedAsync("old:1");
        var (running, _) = _pulls.Start("slow:1");
        _pulls.Clock.Advance(OperationRegistry.KeepFinished - TimeSpan.FromSeconds(1));
        Assert.NotNull(_pulls.Registry.Find(finished.Current.Id));
        _pulls.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_pulls.Registry.Find(finished.Current.Id));
        Assert.NotNull(_pulls.Registry.Find(running.Current.Id));
    }

    [Fact]
    public async Task All_MoreFinishedThanAreKept_ForgetsTheOldest()
    {
        var oldest = await _pulls.FinishedAsync("image:oldest");
        for (var i = 0; i < OperationRegistry.MaxFinished; i++)
        {
            _pulls.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await _pulls.FinishedAsync($"image:{i}");
        }
        Assert.Equal(OperationRegistry.MaxFinished, _pulls.Registry.All.Count);
        Assert.Null(_pulls.Registry.Find(oldest.Current.Id));
    }
}
