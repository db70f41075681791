using System.Net;
using Microsoft.AspNetCore.Http;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ImageCommandsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pull_Stream_ReportsEachStepInOrder()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /images/create", HttpStatusCode.OK, """
            {"status":"Pulling from x","id":"1"}
            {"status":"Downloading","progressDetail":{"current":5,"total":10},"progress":"[==> ]","id":"abc"}
            {"status":"Downloading","progressDetail":{},"id":"abc"}
            {"status":"Status: Downloaded newer image for x:1"}
            """);
        using var engine = standIn.Connect();
        var steps = new Steps();
        await new ImageCommands(engine).PullAsync("x:1", steps, Token);
        Assert.Equal(
            [
                new PullProgress("1", "Pulling from x", null, null),
                new PullProgress("abc", "Downloading", 5, 10),
                new PullProgress("abc", "Downloading", null, null),
                new PullProgress(null, "Status: Downloaded newer image for x:1", null, null),
            ],
            steps.All);
    }

    [Fact]
    public async Task Pull_Reference_IsTakenApartForTheEngine()
    {
        var query = "";
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /images/create", http =>
        {
            query = $"{http.Request.Query["fromImage"]} {http.Request.Query["tag"]}";
            return Task.CompletedTask;
        });
        using var engine = standIn.Connect();
        await new ImageCommands(engine).PullAsync("127.0.0.1:5000/x/y:1", new Steps(), Token);
        Assert.Equal("127.0.0.1:5000/x/y 1", query);
    }

    [Theory]
    [InlineData("""{"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}""", 200)]
    [InlineData("""{"errorDetail":{"code":401,"message":"no space left on device"},"error":"no space left on device"}""", 401)]
    public async Task Pull_ErrorInTheStream_IsTheEnginesRefusal(string line, int status)
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /images/create", HttpStatusCode.OK, "{\"status\":\"Extracting\",\"id\":\"abc\"}\r\n" + line + "\r\n");
        using var engine = standIn.Connect();
        var steps = new Steps();
        var failure = await Assert.ThrowsAsync<EngineRefusedException>(() => new ImageCommands(engine).PullAsync("x", steps, Token));
        Assert.Equal((status, "pull image", "no space left on device"), (failure.StatusCode, failure.Operation, failure.EngineMessage));
        Assert.Equal("Extracting", Assert.Single(steps.All).Status);
    }

    [Fact]
    public async Task Pull_EngineDiesInTheMiddle_IsDown()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /images/create", async http =>
        {
            await http.Response.WriteAsync("{\"status\":\"Extracting\",\"id\":\"abc\"}\r\n");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        using var engine = standIn.Connect();
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ImageCommands(engine).PullAsync("x", new Steps(), Token));
        Assert.Equal(EngineUnavailableReason.Down, failure.Reason);
    }

    [Fact]
    public async Task Pull_StreamFallsSilent_IsHung()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("POST /images/create", async http =>
        {
            await http.Response.WriteAsync("{\"status\":\"Extracting\",\"id\":\"abc\"}\r\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        using var engine = standIn.Connect(TimeSpan.FromSeconds(1));
        var steps = new Steps();
        var failure = await Assert.ThrowsAsync<EngineUnavailableException>(() => new ImageCommands(engine).PullAsync("x", steps, Token));
        Assert.Equal(EngineUnavailableReason.Hung, failure.Reason);
        Assert.Single(steps.All);
    }

    [Fact]
    public async Task List_DanglingImage_HasNoTag()
    {
        await using var standIn = await StandInEngine.StartAsync();
        standIn.On("GET /images/json", HttpStatusCode.OK, """
            [{"Id":"sha256:b","RepoTags":["x:2","x:1"],"RepoDigests":null,"Size":7,"Created":1764000000},
             {"Id":"sha256:a","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"],"Size":5,"Created":0}]
            """);
        using var engine = standIn.Connect();
        var images = await new ImageCommands(engine).ListAsync(Token);
        Assert.Equal(["sha256:a", "sha256:b"], images.Select(i => i.Id));
        Assert.Empty(images[0].Tags);
        Assert.Empty(images[0].Digests);
        Assert.Equal(["x:1", "x:2"], images[1].Tags);
        Assert.Equal((7, DateTimeOffset.FromUnixTimeSeconds(1764000000)), (images[1].SizeBytes, images[1].CreatedAt));
    }

    [Fact]
    public async Task Find_UnknownImage_IsNull()
    {
        await using var standIn = await StandInEngine.StartAsync();
        using var engine = standIn.Connect();
        Assert.Null(await new ImageCommands(engine).FindAsync("nosuch:1", Token));
    }

    [Fact]
    public async Task Find_TextThatIsAnotherCall_AsksNothingOfTheEngine()
    {
        await using var standIn = await StandInEngine.StartAsync();
        using var engine = standIn.Connect();
        await Assert.ThrowsAsync<FormatException>(() => new ImageCommands(engine).FindAsync("../containers/x", Token));
        Assert.Empty(standIn.Requests);
    }

    private sealed class Steps : IProgress<PullProgress>
    {
        public List<PullProgress> All { get; } = [];

        public void Report(PullProgress value) => All.Add(value);
    }
}
