using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineClientTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetVersion_NoSocket_IsDownAndSaysWhatToDo()
    {
        using var engine = new EngineClient(EngineOptions.Parse("/run/netapi-no-such.sock"));
        var failure = await UnavailableAsync(engine);
        Assert.Equal(EngineUnavailableReason.Down, failure.Reason);
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetVersion_SocketNobodyListensOn_IsDown()
    {
        using var bound = new UnixListener();
        using var engine = bound.Connect(Short);
        Assert.Equal(EngineUnavailableReason.Down, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task GetVersion_TcpPortNobodyListensOn_IsDown()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var engine = new EngineClient(EngineOptions.Parse($"tcp://{reserved.LocalEndPoint}"));
        Assert.Equal(EngineUnavailableReason.Down, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task GetVersion_EngineThatNeverAnswers_IsHung()
    {
        using var silent = new UnixListener();
        silent.Listen(backlog: 16);
        using var engine = silent.Connect(Short);
        var failure = await UnavailableAsync(engine);
        Assert.Equal(EngineUnavailableReason.Hung, failure.Reason);
        Assert.Contains("0.3 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetVersion_EngineWhoseQueueIsFull_IsHung()
    {
        using var silent = new UnixListener();
        silent.Listen(backlog: 0);
        using var waiting = silent.Dial();
        using var engine = silent.Connect(Short);
        Assert.Equal(EngineUnavailableReason.Hung, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task GetVersion_CallerGivesUp_IsTheCallersCancellation()
    {
        using var silent = new UnixListener();
        silent.Listen(backlog: 16);
        using var engine = silent.Connect(TimeSpan.FromMinutes(1));
        using var caller = new CancellationTokenSource(Short);
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.GetVersionAsync(caller.Token));
        Assert.Equal(caller.Token, failure.CancellationToken);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{\"Version\":")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task GetVersion_AnswerThatIsNotDockers_IsUnreadable(string body)
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /version", HttpStatusCode.OK, body);
        using var engine = standIn.Connect();
        Assert.Equal(EngineUnavailableReason.Unreadable, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task GetVersion_ConnectionDropped_IsDown()
    {
        await using var standIn = await StandInEngine.StartAsync();
        using var engine = standIn.Drops("GET /info").Connect();
        Assert.Equal(EngineUnavailableReason.Down, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task GetVersion_OldEngine_IsTooOld()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.Api = "1.40";
        using var engine = standIn.Connect();
        Assert.Equal(EngineUnavailableReason.TooOld, (await UnavailableAsync(engine)).Reason);
    }

    [Fact]
    public async Task Read_EngineFails_GivesItsOwnWords()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /images/json", HttpStatusCode.InternalServerError, """{"message":"disk is full"}""");
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ImageCommands(engine).ListAsync(Token));
        Assert.Equal((500, "disk is full", "list images"), (failure.StatusCode, failure.EngineMessage, failure.Operation));
    }

    [Theory]
    [InlineData("plain words\n", "plain words")]
    [InlineData("", "HTTP 403 without a word")]
    [InlineData("{\"error\":1}", "{\"error\":1}")]
    [InlineData("{\"message\":1}", "{\"message\":1}")]
    [InlineData("{broken", "{broken")]
    public async Task Read_EngineRefusesWithoutAMessage_GivesWhatItSaid(string body, string words)
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /images/json", HttpStatusCode.Forbidden, body);
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ImageCommands(engine).ListAsync(Token));
        Assert.Equal((403, words), (failure.StatusCode, failure.EngineMessage));
    }

    [Fact]
    public async Task Read_SeveralTimes_NegotiatesOnce()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /images/json", HttpStatusCode.OK, "[]");
        using var engine = standIn.Connect();
        await new ImageCommands(engine).ListAsync(Token);
        await new ImageCommands(engine).ListAsync(Token);
        Assert.Equal(["GET /version", "GET /v1.41/images/json", "GET /v1.41/images/json"], standIn.Requests);
    }

    [Fact]
    public async Task Read_AfterTheEngineWasAway_NegotiatesAgain()
    {
        await using var standIn = await StandInEngine.StartAsync();
        using var engine = standIn.Drops("GET /images/json").Connect();
        await Assert.ThrowsAsync<EngineUnavailableException>(() => new ImageCommands(engine).ListAsync(Token));
        standIn.Api = "1.47";
        standIn.On("GET /images/json", HttpStatusCode.OK, "[]");
        await new ImageCommands(engine).ListAsync(Token);
        Assert.Equal("GET /v1.47/images/json", standIn.Requests.Last());
    }

    [Fact]
    public async Task Read_EngineWasReplacedByAnOlderOne_NegotiatesAgainAndRepeats()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.Api = "1.47";
        standIn.On("GET /images/json", HttpStatusCode.OK, "[]");
        using var engine = standIn.Connect();
        await new ImageCommands(engine).ListAsync(Token);
        standIn.Api = "1.41";
        standIn.On("GET /images/json", http => RefuseNewer(http, "/v1.41/"));
        await new ImageCommands(engine).ListAsync(Token);
        Assert.Equal(["GET /v1.47/images/json", "GET /version", "GET /v1.41/images/json"], standIn.Requests.TakeLast(3));
    }

    private static Task RefuseNewer(Microsoft.AspNetCore.Http.HttpContext http, string spoken)
    {
        var understood = http.Request.Path.Value!.StartsWith(spoken, StringComparison.Ordinal);
        http.Response.StatusCode = understood ? 200 : 400;
        var body = understood ? "[]" : """{"message":"client version 1.47 is too new. Maximum supported API version is 1.41"}""";
        return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, body);
    }

    private static Task<EngineUnavailableException> UnavailableAsync(EngineClient engine) =>
        Assert.ThrowsAsync<EngineUnavailableException>(() => engine.GetVersionAsync(Token));
}
