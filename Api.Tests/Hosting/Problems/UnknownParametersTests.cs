using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Tests.Hosting.OpenApi;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

public sealed class UnknownParametersTests : IAsyncLifetime
{
    private readonly InProcessNetApi _api = InProcessNetApi.Over(Tests.Topology.FullHost.State);
    private HttpClient _client = null!;

    public ValueTask InitializeAsync()
    {
        _client = _api.Admin();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _api.DisposeAsync();
    }

    [Fact]
    public async Task Every_unknown_parameter_is_named_with_what_may_have_been_meant_and_what_is_taken()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, "/api/v1/sockets?contaner=myweb&verbose&port=80");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(
            [
                ("?contaner", "unknown-parameter", "/api/v1/sockets has no parameter 'contaner'; did you mean container? It takes at, container, cursor, family, limit, namespace, port, protocol."),
                ("?verbose", "unknown-parameter", "/api/v1/sockets has no parameter 'verbose'. It takes at, container, cursor, family, limit, namespace, port, protocol."),
            ],
            problem.GetProperty("errors").EnumerateArray().Select(e => (e.Text("pointer"), e.Text("code"), e.Text("detail"))));
    }

    [Theory]
    [InlineData("GET", "/api/v1/host?limit=1", "It takes none.")]
    [InlineData("POST", "/api/v1/containers?dryrun=true", "It takes none.")]
    [InlineData("DELETE", "/api/v1/containers/myweb?forced=true", "did you mean force? It takes force.")]
    [InlineData("GET", "/api/v1/containers/myweb?id=other", "It takes at.")]
    [InlineData("GET", "/api/v1/events?containers=myweb", "did you mean container?")]
    [InlineData("GET", "/api/v1/events?Last-Event-ID=1", "lastEventId")]
    public async Task An_endpoint_takes_what_its_handler_reads_from_the_query(string method, string path, string words)
    {
        using var answer = await _client.SendAsync(new HttpMethod(method), path);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Contains(words, problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/links?Limit=1&KIND=veth")]
    [InlineData("/healthz?probe=1")]
    public async Task Case_is_none_and_health_is_answered_to_anybody(string path)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_has_no_key_does_not_learn_what_an_endpoint_takes()
    {
        using var nobody = _api.Client();
        using var answer = await nobody.SendAsync(HttpMethod.Get, "/api/v1/keys?x=1");
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    // A list leaves unknown ones to its page: none may forget to read it.
    [Fact]
    public async Task Every_endpoint_refuses_what_it_does_not_take()
    {
        var endpoints = _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<QueryParameters>() is not null).ToList();
        Assert.Contains(endpoints, e => e.Metadata.GetMetadata<QueryParameters>()!.ArePaged);
        foreach (var endpoint in endpoints)
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var path = endpoint.RoutePattern.RawText!.TrimEnd('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            using var answer = await _client.SendAsync(new HttpMethod(method), $"/{path.TrimStart('/')}?nonsense=1");
            // What stands in the path here is no address and no port, which some endpoints tell as well.
            var faults = (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults().Where(f => f.Pointer[0] == '?');
            Assert.Equal((method, path, "?nonsense unknown-parameter"), (method, path, string.Join(", ", faults.Select(f => $"{f.Pointer} {f.Code}"))));
        }
    }

    // A second source: what ASP.NET's own explorer finds out of the handlers.
    [Fact]
    public async Task What_an_endpoint_takes_is_what_the_document_says_it_takes()
    {
        var document = new Document(await _client.GetJsonAsync(OpenApiSetup.DocumentPath));
        var described = document.Operations.ToDictionary(o => o.ToString(), o => string.Join(' ', QueryOf(o.Body)), StringComparer.Ordinal);
        var known = _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<QueryParameters>() is not null)
            .ToDictionary(
                e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} /{e.RoutePattern.RawText!.Trim('/')}",
                e => string.Join(' ', e.Metadata.GetMetadata<QueryParameters>()!.Names),
                StringComparer.Ordinal);
        Assert.Equal(described.Where(d => d.Key.Contains("/api/v1/", StringComparison.Ordinal)).OrderBy(d => d.Key, StringComparer.Ordinal), known.OrderBy(k => k.Key, StringComparer.Ordinal));
        Assert.Contains(known.Values, names => names.Length > 0);
    }

    private static IEnumerable<string> QueryOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(p => p.Text("in") == "query").Select(p => p.Text("name")).Order(StringComparer.Ordinal)
        : [];
}
