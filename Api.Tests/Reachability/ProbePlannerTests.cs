using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Reachability;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Reachability;

public class ProbePlannerTests
{
    private static readonly Container Web = States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16"));
    private static readonly Container Webber = States.Container("webber", ContainerState.Exited);
    private static readonly HostState State = States.Host(Web, Webber);

    [Fact]
    public void Plan_FromAContainerToAContainer_HasNamespaceAndAddress()
    {
        var plan = Plan(new VantageRequest("container", "web"), new ProbeDestinationRequest(Container: "web", Port: 80)).Plan!;
        Assert.Equal(("172.17.0.7:80", "bridge", "web"), (plan.Destination!.ToString(), plan.NetworkName, plan.DestinationContainer!.Name));
        Assert.Equal(State.NamespaceOf(Web.Id), plan.Netns);
    }

    [Theory]
    [InlineData("nobody", "web", "container-not-found")]
    [InlineData("web", "nobody", "container-not-found")]
    [InlineData("w", "web", "ambiguous")]
    [InlineData("web", "w", "ambiguous")]
    [InlineData("webber", "web", "wrong-state")]
    public void Plan_OfAContainerThatIsNotExactlyOneOrDoesNotRun_IsAProblem(string vantage, string destination, string code) =>
        Assert.Equal(code, Plan(new VantageRequest("container", vantage), new ProbeDestinationRequest(Container: destination, Port: 80)).Problem!.Code);

    [Fact]
    public void Plan_ToAContainerThatDoesNotRun_HasNoAddress()
    {
        var plan = Plan(new VantageRequest("host"), new ProbeDestinationRequest(Container: "webber", Port: 80)).Plan!;
        Assert.Null(plan.Destination);
        Assert.Equal("webber", plan.DestinationContainer!.Name);
    }

    [Fact]
    public void Plan_ToANetworkTheContainerIsNotOn_NamesThoseItIsOn()
    {
        var problem = Plan(new VantageRequest("host"), new ProbeDestinationRequest(Container: "web", Network: "zone", Port: 80)).Problem!;
        Assert.Equal("wrong-state", problem.Code);
        Assert.Contains("bridge", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ToAnAddressOfNobody_IsRefused()
    {
        Assert.Equal("destination-not-allowed", Plan(new VantageRequest("host"), new ProbeDestinationRequest("192.0.2.11", Port: 80)).Problem!.Code);
        Assert.NotNull(Plan(new VantageRequest("outside"), new ProbeDestinationRequest("192.0.2.10", Port: 80)).Plan);
    }

    [Fact]
    public void Plan_ToAnAddressAContainerGaveItself_IsForThatContainerAlone()
    {
        var vpn = State with { Links = [.. State.Links, States.Link(State.NamespaceOf(Web.Id)!.Id, 20, "wg0", "10.8.0.5/24")] };
        var destination = new ProbeDestinationRequest("10.8.0.5", Port: 80);
        Assert.NotNull(Plan(new VantageRequest("container", "web"), destination, vpn).Plan);
        Assert.Equal("destination-not-allowed", Plan(new VantageRequest("host"), destination, vpn).Problem!.Code);
        Assert.Equal("destination-not-allowed", Plan(new VantageRequest("outside"), destination, vpn).Problem!.Code);
    }

    [Fact]
    public void Plan_WhileTheEngineIsDown_KnowsTheHostsOwnAddressesAndSaysWhyItKnowsNoOthers()
    {
        var state = States.Host() with { Gaps = [new Gap("engine", "engine-unavailable", "The engine does not answer.")] };
        Assert.NotNull(Plan(new VantageRequest("host"), new ProbeDestinationRequest("172.17.0.1", Port: 80), state).Plan);
        Assert.Throws<EngineGapException>(() => Plan(new VantageRequest("host"), new ProbeDestinationRequest("172.17.0.7", Port: 80), state));
    }

    [Fact]
    public void Plan_FromAContainerWhoseNamespaceCannotBeRead_NamesTheCapability()
    {
        var blind = State with { Namespaces = [State.Namespaces[0]], Gaps = [new Gap("namespace:100", "namespace-unreadable", "setns: EPERM.")] };
        var problem = Plan(new VantageRequest("container", "web"), new ProbeDestinationRequest("127.0.0.1", Port: 80), blind).Problem!;
        Assert.Equal("capability-missing", problem.Code);
        Assert.Contains("CAP_SYS_ADMIN", problem.Detail, StringComparison.Ordinal);
        var gone = blind with { Gaps = [] };
        Assert.Equal("wrong-state", Plan(new VantageRequest("container", "web"), new ProbeDestinationRequest("127.0.0.1", Port: 80), gone).Problem!.Code);
    }

    private static (ProbePlan? Plan, NetApi.Hosting.Problems.Problem? Problem) Plan(VantageRequest vantage, ProbeDestinationRequest destination, HostState? state = null) =>
        ProbePlanner.Plan(ProbeQuestion.Of(new ProbeRequest(vantage, destination)), state ?? State);
}
