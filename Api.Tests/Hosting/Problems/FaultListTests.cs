using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

public sealed class FaultListTests
{
    [Fact]
    public void ToProblem_FaultOfTheRequest_Is400WithAllInOrder()
    {
        var faults = new FaultList();
        faults.AddConflict("/name", "name-taken", "Taken.");
        faults.Add("/image", "missing", "Missing.");
        var problem = faults.ToProblem();
        Assert.Equal((400, "validation-failed"), (problem.Status, problem.Code));
        Assert.Equal(["/name", "/image"], problem.Errors!.Select(e => e.Pointer));
    }

    [Fact]
    public void ToProblem_ClashesAlone_Are409AndSaidInTheDetail()
    {
        var faults = new FaultList();
        faults.AddConflict("/name", "name-taken", "Taken.");
        faults.AddConflict("/ports", "port-taken", "Held.");
        Assert.Equal((409, "conflict", "Taken. Held."), (faults.ToProblem().Status, faults.ToProblem().Code, faults.ToProblem().Detail));
    }

    [Fact]
    public void Has_KnowsThePlacesAtFault()
    {
        var faults = new FaultList();
        Assert.True(faults.IsEmpty);
        faults.Add("/name", "x", "y");
        Assert.True(faults.Has("/name"));
        Assert.False(faults.Has("/nam"));
        Assert.False(faults.IsEmpty);
    }

    [Theory]
    [InlineData(400, 422, "engine-refused")]
    [InlineData(403, 422, "engine-refused")]
    [InlineData(404, 422, "engine-refused")]
    [InlineData(200, 422, "engine-refused")]
    [InlineData(409, 409, "conflict")]
    [InlineData(500, 502, "engine-failed")]
    [InlineData(503, 502, "engine-failed")]
    public void EngineProblem_Refusal_KeepsTheEnginesWords(int engineStatus, int status, string code)
    {
        var problem = EngineProblems.Of(new EngineRefusedException(engineStatus, "stop container", "words of the engine"));
        Assert.Equal((status, code, "words of the engine"), (problem.Status, problem.Code, problem.EngineMessage));
    }

    [Theory]
    [InlineData(EngineUnavailableReason.Down)]
    [InlineData(EngineUnavailableReason.Hung)]
    [InlineData(EngineUnavailableReason.Denied)]
    [InlineData(EngineUnavailableReason.TooOld)]
    [InlineData(EngineUnavailableReason.Unreadable)]
    public void EngineProblem_Unavailable_SaysWhatStillWorks(EngineUnavailableReason reason)
    {
        var problem = EngineProblems.Of(new EngineUnavailableException(reason, "list containers", "It is down."));
        Assert.Equal((503, "engine-unavailable"), (problem.Status, problem.Code));
        Assert.Equal($"It is down. {EngineProblems.StillWorks}", problem.Detail);
    }

    [Fact]
    public void EngineProblem_Leftover_SaysHowToRemoveIt() =>
        Assert.EndsWith(
            "DELETE /api/v1/containers/abc?force=true.",
            EngineProblems.Of(new EngineUnavailableException(EngineUnavailableReason.Down, "start container", "It is down.") { Leftover = "abc" }).Detail,
            StringComparison.Ordinal);
}
