using System.Net;
using Microsoft.AspNetCore.Http;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ContainerCommandsTests
{
    private const string Created = """{"Id":"c0ffee","Warnings":["no swap limit"]}""";
    private const string Words = """{"message":"address already in use"}""";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.43")]
    [InlineData("1.44")]
    public async Task Create_SeveralNetworks_ConnectsTheOthersAfterwards(string api)
    {
        await using var standIn = await CreatingAsync(api);
        standIn.On("POST /networks/b1/connect", HttpStatusCode.OK, "");
        using var engine = standIn.Connect();
        var created = await new ContainerCommands(engine).CreateAsync(Specs.Maximal, Token);
        Assert.Equal("c0ffee", created.Id);
        Assert.Equal(["no swap limit"], created.Warnings);
        Assert.Equal([$"POST /v{api}/containers/create", $"POST /v{api}/networks/b1/connect"], standIn.Requests.Where(r => r.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("my net", "my net")]
    [InlineData("a/../b?c#d", "a/../b?c#d")]
    [InlineData("container:web", "container:web")]
    [InlineData("0b6b80661a64", "f1")]
    public async Task Create_NetworkOfAnyName_AsksForItById(string name, string asked)
    {
        var body = "";
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("GET /networks", HttpStatusCode.OK, $$"""[{"Name":"{{name}}","Id":"f1","Driver":"bridge"},{"Name":"host","Id":"0b6b80661a64","Driver":"host"}]""");
        standIn.On("POST /containers/create", async http =>
        {
            body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            http.Response.StatusCode = 201;
            await http.Response.WriteAsync(Created);
        });
        using var engine = standIn.Connect();
        await new ContainerCommands(engine).CreateAsync(Specs.Maximal with { Networks = [new AttachmentSpec(asked, null, null, [])] }, Token);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal("f1", json.RootElement.GetProperty("HostConfig").GetProperty("NetworkMode").GetString());
        Assert.Equal("f1", Assert.Single(json.RootElement.GetProperty("NetworkingConfig").GetProperty("EndpointsConfig").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("gone", 404, "network gone not found")]
    [InlineData("twin", 400, "network twin is ambiguous (2 matches found)")]
    public async Task Create_NetworkThatIsNotOne_IsRefusedInTheEnginesWords(string asked, int status, string words)
    {
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("GET /networks", HttpStatusCode.OK, """[{"Name":"twin","Id":"t1","Driver":"bridge"},{"Name":"twin","Id":"t2","Driver":"bridge"}]""");
        using var engine = standIn.Connect();
        var spec = Specs.Maximal with { Networks = [new AttachmentSpec(asked, null, null, [])] };
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ContainerCommands(engine).CreateAsync(spec, Token));
        Assert.Equal((status, words), (failure.StatusCode, failure.EngineMessage));
        Assert.DoesNotContain(standIn.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_WithoutAName_ChoosesOne()
    {
        var names = new List<string?>();
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("POST /containers/create", async http =>
        {
            names.Add(http.Request.Query["name"]);
            http.Response.StatusCode = 201;
            await http.Response.WriteAsync(Created);
        });
        using var engine = standIn.Connect();
        var commands = new ContainerCommands(engine);
        await commands.CreateAsync(Specs.Maximal with { Name = null }, Token);
        await commands.CreateAsync(Specs.Maximal with { Name = null }, Token);
        Assert.All(names, n => Assert.Matches(@"\Anetapi-[0-9a-f]{12}\z", n));
        Assert.Equal(2, names.Distinct().Count());
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("drops")]
    public async Task Create_NeverAnsweredButCarriedOut_RemovesTheContainer(string how)
    {
        await using var standIn = await UnansweredAsync(how, InspectOf("created", DateTime.UtcNow.AddMinutes(1)));
        using var engine = standIn.Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).CreateAsync(Specs.Maximal, Token));
        Assert.Equal(("create container", null, null), (failure.Operation, failure.Leftover, failure.MayAppear));
        Assert.Equal("DELETE /v1.41/containers/c0ffee", standIn.Requests.Last());
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("drops")]
    public async Task Create_NeverAnsweredAndNotThere_TellsThatItMayAppear(string how)
    {
        await using var standIn = await UnansweredAsync(how, null);
        using var engine = standIn.Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).CreateAsync(Specs.Maximal, Token));
        Assert.Equal("web", failure.MayAppear);
    }

    [Theory]
    [InlineData("running", 1)]
    [InlineData("exited", 1)]
    [InlineData("created", -1)]
    public async Task Create_NeverAnsweredAndAnothersHoldsTheName_LeavesThatAlone(string status, int minutesLater)
    {
        await using var standIn = await UnansweredAsync("hangs", InspectOf(status, DateTime.UtcNow.AddMinutes(minutesLater)));
        using var engine = standIn.Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).CreateAsync(Specs.Maximal, Token));
        Assert.Equal("web", failure.MayAppear);
        Assert.DoesNotContain(standIn.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_EngineGoneBeforeItWasAsked_LeavesNothingToAppear()
    {
        await using var standIn = await CreatingAsync("1.41");
        using var engine = standIn.Drops("GET /version").Connect();
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).CreateAsync(Specs.Maximal with { Networks = [] }, Token));
        Assert.Null(failure.MayAppear);
    }

    [Fact]
    public async Task Create_SecondNetworkRefused_RemovesTheContainerAndNamesTheStep()
    {
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("POST /networks/b1/connect", HttpStatusCode.NotFound, """{"message":"network back not found"}""");
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ContainerCommands(engine).CreateAsync(Specs.Maximal, Token));
        Assert.Equal((404, "connect network", "network back not found", null), (failure.StatusCode, failure.Operation, failure.EngineMessage, failure.Leftover));
        Assert.Equal("DELETE /v1.41/containers/c0ffee", standIn.Requests.Last());
    }

    [Fact]
    public async Task Run_StartRefused_RemovesTheContainerAndNamesTheStep()
    {
        await using var standIn = await CreatingAsync("1.44");
        standIn.On("POST /containers/c0ffee/start", HttpStatusCode.InternalServerError, Words);
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ContainerCommands(engine).RunAsync(Specs.Maximal, Token));
        Assert.Equal((500, "start container", "address already in use", null), (failure.StatusCode, failure.Operation, failure.EngineMessage, failure.Leftover));
        Assert.Equal("DELETE /v1.44/containers/c0ffee", standIn.Requests.Last());
    }

    [Fact]
    public async Task Run_StartHangs_IsHungAndTheContainerIsRemoved()
    {
        await using var standIn = await CreatingAsync("1.44");
        using var engine = standIn.Hangs("POST /containers/c0ffee/start").Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).RunAsync(Specs.Maximal, Token));
        Assert.Equal((EngineUnavailableReason.Hung, null), (failure.Reason, failure.Leftover));
        Assert.Equal("DELETE /v1.44/containers/c0ffee", standIn.Requests.Last());
    }

    [Fact]
    public async Task Run_NeitherStartNorRemovalWorks_TellsWhatIsLeft()
    {
        await using var standIn = await CreatingAsync("1.44");
        standIn.On("POST /containers/c0ffee/start", HttpStatusCode.InternalServerError, Words).Drops("DELETE /containers/c0ffee");
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ContainerCommands(engine).RunAsync(Specs.Maximal, Token));
        Assert.Equal(("address already in use", "c0ffee"), (failure.EngineMessage, failure.Leftover));
    }

    [Fact]
    public async Task Run_ContainerIsGoneWhenItShallBeRemoved_LeavesNothing()
    {
        await using var standIn = await CreatingAsync("1.44");
        standIn.On("POST /containers/c0ffee/start", HttpStatusCode.InternalServerError, Words);
        standIn.On("DELETE /containers/c0ffee", HttpStatusCode.NotFound, """{"message":"No such container"}""");
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ContainerCommands(engine).RunAsync(Specs.Maximal, Token));
        Assert.Equal(("address already in use", null), (failure.EngineMessage, failure.Leftover));
    }

    [Fact]
    public async Task Run_CallerGoesAwayDuringTheStart_RemovesTheContainer()
    {
        using var caller = new CancellationTokenSource();
        await using var standIn = await CreatingAsync("1.44");
        standIn.On("POST /containers/c0ffee/start", async http =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        using var engine = standIn.Connect();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ContainerCommands(engine).RunAsync(Specs.Maximal, caller.Token));
        Assert.Equal("DELETE /v1.44/containers/c0ffee", standIn.Requests.Last());
    }

    [Theory]
    [InlineData("host", "host", "host")]
    [InlineData("none", "none", "null")]
    [InlineData("f1", "host", "host")]
    [InlineData("f1", "renamed", "null")]
    public async Task Create_NetworkThatIsAMode_CreatesNothing(string asked, string name, string driver)
    {
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("GET /networks", HttpStatusCode.OK, $$"""[{"Name":"{{name}}","Id":"f1","Driver":"{{driver}}"}]""");
        using var engine = standIn.Connect();
        var spec = Specs.Maximal with { Networks = [new AttachmentSpec(asked, null, null, [])] };
        await Assert.ThrowsAsync<ArgumentException>(() => new ContainerCommands(engine).CreateAsync(spec, Token));
        Assert.DoesNotContain(standIn.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1500, "?t=2")]
    [InlineData(0, "?t=1")]
    [InlineData(null, "")]
    public async Task Stop_Grace_IsAskedForInWholeSeconds(int? milliseconds, string query)
    {
        string? asked = null;
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("POST /containers/c0ffee/stop", http =>
        {
            asked = http.Request.QueryString.Value;
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        standIn.On("GET /containers/c0ffee/json", HttpStatusCode.OK, """{"Id":"c0ffee","Config":{}}""");
        using var engine = standIn.Connect();
        await new ContainerCommands(engine).StopAsync("c0ffee", milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null, Token);
        Assert.Equal(query, asked);
    }

    [Fact]
    public async Task Restart_Grace_IsWaitedForBeyondTheCommandsOwnTime()
    {
        await using var standIn = await CreatingAsync("1.41");
        using var engine = standIn.Hangs("POST /containers/c0ffee/restart").Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).RestartAsync("c0ffee", TimeSpan.FromMilliseconds(200), Token));
        Assert.Contains("1.2 s", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"StopTimeout":2}""", "3 s")]
    [InlineData("""{"StopTimeout":-1}""", "1 s")]
    [InlineData("{}", "1 s")]
    public async Task Stop_WithoutGrace_WaitsForTheContainersOwnBeyondTheCommandsTime(string config, string waited)
    {
        await using var standIn = await CreatingAsync("1.41");
        standIn.On("GET /containers/c0ffee/json", HttpStatusCode.OK, $$"""{"Id":"c0ffee","Config":{{config}}}""").Hangs("POST /containers/c0ffee/stop");
        using var engine = standIn.Connect(Short);
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ContainerCommands(engine).StopAsync("c0ffee", null, Token));
        Assert.Contains($"within {waited}", failure.Message, StringComparison.Ordinal);
    }

    private static string InspectOf(string status, DateTime created) =>
        $$$"""{"Id":"c0ffee","Created":"{{{created:O}}}","State":{"Status":"{{{status}}}"}}""";

    private static async Task<StandInEngine> UnansweredAsync(string how, string? inspect)
    {
        var standIn = await CreatingAsync("1.41");
        _ = how == "hangs" ? standIn.Hangs("POST /containers/create") : standIn.Drops("POST /containers/create");
        return inspect is null ? standIn : standIn.On("GET /containers/web/json", HttpStatusCode.OK, inspect);
    }

    private static async Task<StandInEngine> CreatingAsync(string api)
    {
        var standIn = await StandInEngine.StartAsync();
        standIn.Api = api;
        return standIn
            .On("GET /networks", HttpStatusCode.OK, """[{"Name":"front","Id":"f1","Driver":"bridge"},{"Name":"back","Id":"b1","Driver":"bridge"}]""")
            .On("POST /networks/b1/connect", HttpStatusCode.OK, "")
            .On("POST /containers/create", HttpStatusCode.Created, Created)
            .On("POST /containers/c0ffee/start", HttpStatusCode.NoContent, "")
            .On("DELETE /containers/c0ffee", HttpStatusCode.NoContent, "");
    }
}
