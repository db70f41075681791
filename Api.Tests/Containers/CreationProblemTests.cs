using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class CreationProblemTests
{
    [Fact]
    public void Of_ImageWithoutACommand_NamesTheStepAndTheEnginesWords()
    {
        var problem = CreationProblem.Of(new EngineRefusedException(400, "create container", "No command specified."), []);
        Assert.Equal((422, "engine-refused", "create", "No command specified."), (problem.Status, problem.Code, problem.Step, problem.EngineMessage));
        Assert.Equal("The step 'create' failed: No command specified. Nothing was left behind.", problem.Detail);
    }

    [Theory]
    [InlineData(409, "Conflict. The container name \"/web\" is already in use")]
    [InlineData(500, "driver failed: Bind for 0.0.0.0:8000 failed: port is already allocated")]
    [InlineData(500, "listen tcp4 0.0.0.0:8000: bind: address already in use")]
    [InlineData(403, "Address already in use")]
    public void Of_Clash_Is409AndNamesWhoWasSeen(int status, string words)
    {
        var holder = Held(IPAddress.IPv6Any) with { TakesIpv4 = null };
        var problem = CreationProblem.Of(new EngineRefusedException(status, "start container", words), [holder]);
        Assert.Equal((409, "conflict", "start"), (problem.Status, problem.Code, problem.Step));
        Assert.Contains("Seen before: port 8000/tcp on ::, IPv4 perhaps included, is held by process 812 (nginx).", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OtherRefusal_AccusesNobody()
    {
        var holder = Held(IPAddress.Any);
        Assert.DoesNotContain("Seen before", CreationProblem.Of(new EngineRefusedException(500, "start container", "no space left"), [holder]).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ContainerThatCouldNotBeRemoved_SaysHowToRemoveIt()
    {
        var problem = CreationProblem.Of(new EngineRefusedException(500, "start container", "boom") { Leftover = "abc" }, []);
        Assert.EndsWith("The container abc could not be removed again: DELETE /api/v1/containers/abc?force=true.", problem.Detail, StringComparison.Ordinal);
    }

    private static HeldPort Held(IPAddress address) =>
        new() { Kind = PortHolderKind.HostProcess, Protocol = TransportProtocol.Tcp, Address = address, Port = 8000, Pid = 812, Process = "nginx" };
}
