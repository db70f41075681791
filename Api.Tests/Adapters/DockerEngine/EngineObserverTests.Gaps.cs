using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>What cannot be read of the engine is a gap, and never shown as empty.</summary>
public sealed partial class EngineObserverTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Observe_ContainerThatCannotBeInspected_IsAGapAndTheOthersStay()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On($"GET /containers/{IdOf("done")}/json", HttpStatusCode.InternalServerError, """{"message":"broken"}""");
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["idle", "web"], observation.Containers.Select(c => c.Name));
        var gap = Assert.Single(observation.Gaps);
        Assert.Equal(($"container:{IdOf("done")}", "engine-refused"), (gap.Scope, gap.Code));
        Assert.Contains("broken", gap.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_EngineThatDiesInTheMiddle_IsAGapAndNothingHalf()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.Drops($"GET /containers/{IdOf("idle")}/json").Drops("GET /_ping").Connect();
        AssertOnlyGap(await ObserveAsync(engine), "engine-unavailable");
    }

    [Fact]
    public async Task Observe_EngineThatFailsOverOneContainer_IsAGapAndTheOthersStay()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.Drops($"GET /containers/{IdOf("idle")}/json").On("GET /_ping", HttpStatusCode.OK, "OK").Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["done", "web"], observation.Containers.Select(c => c.Name));
        Assert.Equal([($"container:{IdOf("idle")}", "engine-unavailable")], observation.Gaps.Select(g => (g.Scope, g.Code)));
    }

    [Fact]
    public async Task Observe_EngineThatHangsInTheMiddle_IsAGap()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.Hangs($"GET /containers/{IdOf("idle")}/json").Hangs("GET /_ping").Connect(Short);
        AssertOnlyGap(await ObserveAsync(engine), "engine-hung");
    }

    [Fact]
    public async Task Observe_EngineThatHangsAtOneContainer_IsAGapAndTheOthersStay()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.Hangs($"GET /containers/{IdOf("idle")}/json").On("GET /_ping", HttpStatusCode.OK, "OK").Connect(Short);
        var observation = await ObserveAsync(engine);
        Assert.Equal(["done", "web"], observation.Containers.Select(c => c.Name));
        var gap = Assert.Single(observation.Gaps);
        Assert.Equal(($"container:{IdOf("idle")}", "engine-hung"), (gap.Scope, gap.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Id":"ID"}""")]
    [InlineData("""{"Id":"ID","Name":""}""")]
    [InlineData("""{"Id":"another","Name":"/idle"}""")]
    [InlineData("""{"Id":"ID","Name":"/idle","Created":"never"}""")]
    [InlineData("""{"Id":"ID","Name":"/idle","State":{"Pid":"one"}}""")]
    [InlineData("""{"Id":"ID","Name":"/idle","Config":{"Labels":["a"]}}""")]
    [InlineData("""{"Id":"ID","Name":"/idle","NetworkSettings":{"Ports":{"80/tcp":[null]}}}""", "running")]
    public async Task Observe_InspectionThatCannotBeRead_IsAGapAndTheOthersStay(string body, string state = "created")
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        body = body.Replace("ID", IdOf("idle"), StringComparison.Ordinal).Replace("\"NetworkSettings\"", $"\"State\":{{\"Status\":\"{state}\"}},\"NetworkSettings\"", StringComparison.Ordinal);
        standIn.On($"GET /containers/{IdOf("idle")}/json", HttpStatusCode.OK, body);
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["done", "web"], observation.Containers.Select(c => c.Name));
        var gap = Assert.Single(observation.Gaps);
        Assert.Equal(($"container:{IdOf("idle")}", "engine-unreadable"), (gap.Scope, gap.Code));
        Assert.Contains("asked to inspect container", gap.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("{}", "")]
    [InlineData("""{"Id":""}""", "")]
    [InlineData("""{"Id":"../../images"}""", "../../images")]
    public async Task Observe_ListedContainerThatCannotBeAskedFor_IsAGapAndTheOthersStay(string entry, string id)
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        standIn.On("GET /containers/json", HttpStatusCode.OK, $$"""[{{entry}},{"Id":"{{IdOf("idle")}}"}]""");
        using var engine = standIn.Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(["idle"], observation.Containers.Select(c => c.Name));
        Assert.Equal([($"container:{id}", "engine-unreadable")], observation.Gaps.Select(g => (g.Scope, g.Code)));
    }

    [Theory]
    [InlineData("GET /containers/json", "null")]
    [InlineData("GET /containers/json", "[")]
    [InlineData("GET /containers/json", "{}")]
    [InlineData("GET /networks", "null")]
    [InlineData("GET /networks", "[null]")]
    [InlineData("GET /networks", """[{"Name":"n","Driver":"bridge"}]""")]
    [InlineData("GET /networks", """[{"Id":"n","Driver":"bridge"}]""")]
    [InlineData("GET /networks", """[{"Id":"n","Name":"n","IPAM":{"Config":[null]}}]""")]
    public async Task Observe_ListThatCannotBeRead_IsAGapAndNothingHalf(string request, string body)
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.On(request, HttpStatusCode.OK, body).Connect();
        AssertOnlyGap(await ObserveAsync(engine), "engine-unreadable");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"DefaultAddressPools":[null]}""")]
    public async Task Observe_SettingsThatCannotBeRead_AreAGapOfTheirOwn(string body)
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.On("GET /info", HttpStatusCode.OK, body).Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(3, observation.Containers.Length);
        Assert.Equal([("engine-settings", "engine-unreadable")], observation.Gaps.Select(g => (g.Scope, g.Code)));
    }

    [Fact]
    public async Task Observe_SettingsThatAreRefused_AreAGapOfTheirOwn()
    {
        await using var standIn = await CapturedAsync("inspect-web-20.10.json");
        using var engine = standIn.On("GET /info", HttpStatusCode.Forbidden, "not for you").Connect();
        var observation = await ObserveAsync(engine);
        Assert.Equal(3, observation.Containers.Length);
        Assert.Null(observation.Settings);
        var gap = Assert.Single(observation.Gaps);
        Assert.Equal(("engine-settings", "engine-refused"), (gap.Scope, gap.Code));
    }

    [Fact]
    public async Task Observe_EngineThatIsDown_IsAGap()
    {
        using var engine = new EngineClient(EngineOptions.Parse("/run/netapi-no-such.sock"));
        AssertOnlyGap(await ObserveAsync(engine), "engine-unavailable");
    }

    [Fact]
    public async Task Observe_EngineThatRefuses_IsAGap()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /networks", HttpStatusCode.Forbidden, "not for you");
        using var engine = standIn.Connect();
        AssertOnlyGap(await ObserveAsync(engine), "engine-refused");
    }

    private static void AssertOnlyGap(EngineObservation observation, string code)
    {
        Assert.Empty(observation.Containers);
        Assert.Empty(observation.Networks);
        var gap = Assert.Single(observation.Gaps);
        Assert.Equal(("engine", code), (gap.Scope, gap.Code));
        Assert.NotEmpty(gap.Detail);
    }
}
