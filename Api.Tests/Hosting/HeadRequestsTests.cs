using System.Net;
using NetApi.Hosting.Security;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

/// <summary>HEAD over Kestrel, which sends what it means to.</summary>
public sealed class HeadRequestsTests : IAsyncDisposable
{
    // New with each answer, or with how the body is sent.
    private static readonly string[] OfTheAnswer = ["Date", "Transfer-Encoding"];

    private readonly InProcessNetApi _api = new InProcessNetApi(
        services => services.Show(SampleHost.WithWeb with { ContentHash = "9c56cc51", Revision = 1 }), settings: new Dictionary<string, string> { ["NetApi:EventReaders"] = "1" }).OnKestrel();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/namespaces", 200)]
    [InlineData("/api/v1/bridges/docker0", 200)]
    [InlineData("/api/v1/topology?format=svg", 200)]
    [InlineData("/api/v1/host", 200)]
    [InlineData("/api/v1/keys", 200)]
    [InlineData("/api/v1/bridges/none", 404)]
    [InlineData("/api/v1/links?limit=x", 400)]
    [InlineData("/api/v1/reachability/probes", 405)]
    [InlineData("/healthz", 200)]
    [InlineData("/swagger/v1/swagger.json", 200)]
    [InlineData("/swagger/index.html", 200)]
    public async Task Head_IsWhatGetIsWithoutItsBody(string path, int status)
    {
        using var client = _api.Admin();
        using var get = await client.SendAsync(HttpMethod.Get, path);
        using var head = await client.SendAsync(HttpMethod.Head, path);
        Assert.Equal((status, status), ((int)get.StatusCode, (int)head.StatusCode));
        Assert.Equal(HeadersOf(get), HeadersOf(head));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/containers", "GET, HEAD, POST")]
    [InlineData("POST", "/api/v1/containers/myweb", "DELETE, GET, HEAD")]
    [InlineData("DELETE", "/api/v1/links", "GET, HEAD")]
    [InlineData("GET", "/api/v1/reachability/probes", "POST")]
    [InlineData("HEAD", "/api/v1/reachability/probes", "POST")]
    public async Task Refused_Method_NamesHeadWhereGetIs(string method, string path, string allow)
    {
        using var client = _api.Admin();
        using var answer = await client.SendAsync(new HttpMethod(method), path);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, allow), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        if (method != "HEAD")
            Assert.Equal($"{path} does not take {method}; it takes {allow}.", (await answer.ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed")).Text("detail"));
    }

    [Fact]
    public async Task Head_OfTheState_HasLengthAndTagAndIsAnswered304()
    {
        using var client = _api.Admin();
        using var head = await client.SendAsync(HttpMethod.Head, "/api/v1/namespaces");
        Assert.True(head.Content.Headers.ContentLength > 0);
        using var unchanged = await client.SendAsync(HttpMethod.Head, "/api/v1/namespaces", null, ("If-None-Match", head.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Head_NeedsTheScopeOfGet()
    {
        using var nobody = _api.Client();
        using var prober = await _api.ClientAsync(Scope.Probe);
        using var refused = await nobody.SendAsync(HttpMethod.Head, "/api/v1/namespaces");
        using var forbidden = await prober.SendAsync(HttpMethod.Head, "/api/v1/namespaces");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (refused.StatusCode, forbidden.StatusCode));
    }

    [Fact]
    public async Task Head_OfAStream_EndsWithItsHeaders()
    {
        using var client = _api.Admin();
        // There is one place for readers, and each leaves it.
        for (var i = 0; i < 3; i++)
        {
            using var head = await client.SendAsync(HttpMethod.Head, "/api/v1/events").WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (head.StatusCode, head.Content.Headers.ContentType?.MediaType));
        }
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers)
            .Where(h => !OfTheAnswer.Contains(h.Key))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
            .Order(StringComparer.Ordinal);
}
