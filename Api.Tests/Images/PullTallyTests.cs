using NetApi.Adapters.DockerEngine;
using NetApi.Images;
using NetApi.Operations;
using Xunit;

namespace NetApi.Tests.Images;

public sealed class PullTallyTests : IProgress<PullState>
{
    private readonly List<PullState> _states = [];
    private readonly PullTally _tally;

    public PullTallyTests() => _tally = new PullTally("nginx:latest", this);

    private PullState Newest => _states[^1];

    void IProgress<PullState>.Report(PullState value) => _states.Add(value);

    [Fact]
    public void Report_StepsOfTheWholeImage_AreNoLayers()
    {
        Tell("latest", "Pulling from library/nginx");
        Tell(null, "Digest: sha256:12");
        Tell(null, "Status: Downloaded newer image for nginx:latest");
        Assert.Empty(_states);
    }

    [Fact]
    public void Report_Layers_AreCountedInTheirOrder()
    {
        Tell("b", "Pulling fs layer");
        Tell("a", "Already exists");
        Tell("b", "Waiting");
        Assert.Equal([new PullLayer("b", "Waiting", null, null), new PullLayer("a", "Already exists", null, null)], Newest.Layers);
        Assert.Equal((1, 2, new PullBytes(0, 0), "nginx:latest"), (Newest.LayersDone, Newest.LayersTotal, Newest.Bytes, Newest.Image));
    }

    [Fact]
    public void Report_Downloads_AddUp()
    {
        Tell("a", "Downloading", 10, 100);
        Tell("b", "Downloading", 5, 50);
        Tell("a", "Downloading", 40, 100);
        Assert.Equal(new PullBytes(45, 150), Newest.Bytes);
    }

    [Fact]
    public void Report_Extraction_DoesNotCountBytesAgain()
    {
        Tell("a", "Downloading", 90, 100);
        Tell("a", "Download complete");
        Assert.Equal(new PullBytes(100, 100), Newest.Bytes);
        Tell("a", "Extracting", 1, 100);
        Assert.Equal(new PullLayer("a", "Extracting", 100, 100), Assert.Single(Newest.Layers));
        Tell("a", "Pull complete");
        Assert.Equal((1, new PullBytes(100, 100)), (Newest.LayersDone, Newest.Bytes));
    }

    [Fact]
    public void Report_LayerWhoseSizeWasNeverTold_HasNoBytes()
    {
        Tell("a", "Download complete");
        Tell("a", "Pull complete");
        Assert.Equal(new PullLayer("a", "Pull complete", null, null), Assert.Single(Newest.Layers));
        Assert.Equal(new PullBytes(0, 0), Newest.Bytes);
    }

    [Fact]
    public void Report_LaterSteps_LeaveEarlierStatesAsTheyWere()
    {
        Tell("a", "Waiting");
        var early = Newest;
        Tell("a", "Pull complete");
        Assert.Equal("Waiting", Assert.Single(early.Layers).Status);
    }

    private void Tell(string? id, string status, long? current = null, long? total = null) => _tally.Report(new PullProgress(id, status, current, total));
}
