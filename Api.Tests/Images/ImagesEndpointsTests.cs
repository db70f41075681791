using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NetApi.Hosting.Security;
using NetApi.Operations;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Images;

public sealed class ImagesEndpointsTests : IAsyncLifetime
{
    private const string Images = """
        [{"Id":"sha256:aa","RepoTags":["nginx:1.27","nginx:latest"],"RepoDigests":["nginx@sha256:0a399eb16751829e1af26fea27b20c3e"],"Size":100,"Created":1700000000},
         {"Id":"sha256:bb","RepoTags":["registry:5000/nginx:1"],"RepoDigests":[],"Size":50,"Created":1700000000},
         {"Id":"sha256:cc","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"],"Size":10,"Created":1700000000}]
        """;

    private readonly TaskCompletionSource _layer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StandInEngine _engine = null!;
    private InProcessNetApi _api = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await StandInEngine.StartAsync();
        _engine.On("GET /images/json", HttpStatusCode.OK, Images)
            .On("GET /images/nginx:latest/json", HttpStatusCode.OK, """{"Id":"sha256:aa","RepoTags":["nginx:latest"],"RepoDigests":[],"Size":100}""")
            .On("POST /images/create", PullAsync);
        _api = new InProcessNetApi(edge: null, settings: new Dictionary<string, string> { ["NetApi:DockerHost"] = _engine.Socket });
        _client = await _api.ClientAsync(Scope.Read, Scope.Write);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData("", "cc,aa,bb")]
    [InlineData("?reference=nginx", "aa")]
    [InlineData("?reference=nginx:1.27", "aa")]
    [InlineData("?reference=nginx:1", "")]
    [InlineData("?reference=registry:5000/nginx", "bb")]
    [InlineData("?reference=nginx@sha256:0a399eb16751829e1af26fea27b20c3e", "aa")]
    public async Task List_Reference_NarrowsIt(string query, string ids)
    {
        var page = await _client.GetFromJsonAsync<JsonElement>("/api/v1/images" + query, Token);
        Assert.Equal(ids, string.Join(',', page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!["sha256:".Length..])));
    }

    [Fact]
    public async Task List_MalformedReference_IsAFault() =>
        await (await _client.GetAsync("/api/v1/images?reference=No%20Name", Token)).ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");

    [Theory]
    [InlineData("{}", "missing")]
    [InlineData("""{"reference":null}""", "missing")]
    [InlineData("""{"reference":"UPPER:1"}""", "malformed-image")]
    [InlineData("""{"reference":"../../containers"}""", "malformed-image")]
    public async Task Pull_BadReference_IsAFaultAndStartsNothing(string body, string code)
    {
        var response = await _client.PostAsync("/api/v1/images/pull", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var fault = Assert.Single((await response.ReadJsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal(("/reference", code), (fault.GetProperty("pointer").GetString(), fault.GetProperty("code").GetString()));
        Assert.Empty((await _client.GetFromJsonAsync<JsonElement>("/api/v1/operations", Token)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Pull_KeyThatMayOnlyRead_IsForbidden()
    {
        using var reader = await _api.ClientAsync(Scope.Read);
        await (await reader.PostAsJsonAsync("/api/v1/images/pull", new { reference = "nginx" }, Token)).ReadProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task Pull_Image_StreamsItsProgressAndEnds()
    {
        var location = await StartAsync("nginx");
        Assert.Equal(location, await StartAsync("nginx:latest"));
        using var response = await _client.GetAsync(location + "/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var types = new List<string>();
        JsonElement last = default;
        var ids = new List<long>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(Token), (_, data) => JsonElement.Parse(data)).EnumerateAsync(Token))
        {
            types.Add(item.EventType);
            ids.Add(long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture));
            last = item.Data;
            if (item.Data.GetProperty("progress").GetProperty("layersTotal").GetInt32() > 0)
                _layer.TrySetResult();
        }
        Assert.Equal(("progress", "finished"), (types[0], types[^1]));
        Assert.Equal(ids.Distinct().Order(), ids);
        Assert.Equal("succeeded", last.GetProperty("state").GetString());
        Assert.Equal("sha256:aa", last.GetProperty("result").GetProperty("imageId").GetString());
        Assert.Equal("""{"image":"nginx:latest","layers":[{"id":"a2abf6c4d29d","status":"Pull complete","currentBytes":80,"totalBytes":80}],"bytes":{"current":80,"total":80},"layersDone":1,"layersTotal":1}""", last.GetProperty("progress").GetRawText());

        using var again = new HttpRequestMessage(HttpMethod.Get, location + "/events") { Headers = { { "Last-Event-ID", $"{ids[^1]}" } } };
        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendAsync(again, Token)).StatusCode);
        await (await _client.DeleteAsync(location, Token)).ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");
    }

    [Fact]
    public async Task Pull_Cancelled_EndsAndTheEngineIsLeft()
    {
        var location = await StartAsync("nginx");
        string? last = null;
        await using var events = await _client.GetStreamAsync(location + "/events", Token);
        await foreach (var item in SseParser.Create(events, (_, data) => JsonElement.Parse(data)).EnumerateAsync(Token))
        {
            last = item.EventType;
            if (item.EventType == "progress" && item.Data.GetProperty("progress").GetProperty("layersTotal").GetInt32() > 0)
                Assert.Equal("cancelled", (await (await _client.DeleteAsync(location, Token)).ReadJsonAsync()).GetProperty("state").GetString());
        }
        Assert.Equal("finished", last);
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Pull_TooManyAtOnce_Is429WithRetryAfter()
    {
        for (var i = 0; i < OperationRegistry.MaxRunning; i++)
            await StartAsync($"image:{i}");
        var response = await _client.PostAsJsonAsync("/api/v1/images/pull", new { reference = "one:more" }, Token);
        await response.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("GET", "/api/v1/operations/none")]
    [InlineData("GET", "/api/v1/operations/none/events")]
    [InlineData("DELETE", "/api/v1/operations/none")]
    public async Task Operation_Unknown_Is404(string method, string path) =>
        await (await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token)).ReadProblemAsync(HttpStatusCode.NotFound, "operation-not-found");

    [Fact]
    public async Task Pull_EngineThatIsDown_FailsInTheOperation()
    {
        await using var api = new InProcessNetApi();
        using var client = await api.ClientAsync(Scope.Admin);
        var location = (await client.PostAsJsonAsync("/api/v1/images/pull", new { reference = "nginx" }, Token)).Headers.Location!;
        await (await client.GetAsync(location + "/events", Token)).Content.ReadAsStringAsync(Token);
        var operation = await client.GetFromJsonAsync<JsonElement>(location, Token);
        Assert.Equal("failed", operation.GetProperty("state").GetString());
        Assert.Equal("engine-unavailable", operation.GetProperty("problem").GetProperty("code").GetString());
        await (await client.GetAsync("/api/v1/images", Token)).ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
    }

    private async Task<string> StartAsync(string reference)
    {
        var response = await _client.PostAsJsonAsync("/api/v1/images/pull", new { reference }, Token);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var operation = await response.ReadJsonAsync();
        Assert.Equal("imagePull", operation.GetProperty("kind").GetString());
        Assert.Equal($"/api/v1/operations/{operation.GetProperty("id").GetString()}", response.Headers.Location?.OriginalString);
        return response.Headers.Location!.OriginalString;
    }

    private async Task PullAsync(HttpContext http)
    {
        await http.Response.WriteAsync("""{"status":"Pulling from library/nginx","id":"latest"}""" + "\r\n", http.RequestAborted);
        await http.Response.WriteAsync("""{"status":"Downloading","progressDetail":{"current":20,"total":80},"id":"a2abf6c4d29d"}""" + "\r\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        try
        {
            await _layer.Task.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            _aborted.SetResult();
            throw;
        }
        await http.Response.WriteAsync("""{"status":"Pull complete","progressDetail":{},"id":"a2abf6c4d29d"}""" + "\r\n", http.RequestAborted);
    }
}
