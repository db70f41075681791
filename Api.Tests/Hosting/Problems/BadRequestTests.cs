using System.Net;
using System.Text;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

/// <summary>Bad input over HTTP: each is answered by a problem document that says what to do.</summary>
public sealed class BadRequestTests(InProcessNetApi api) : IClassFixture<InProcessNetApi>
{
    private const string Keys = "/api/v1/keys";
    private const string Containers = "/api/v1/containers";

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/")]
    [InlineData("/api/v1/containers/a/b/c")]
    public async Task An_unknown_path_is_404_and_names_swagger(string path)
    {
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, path);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.NotFound, "not-found");
        Assert.Equal($"No endpoint has the path {path}; /swagger lists them all.", problem.Text("detail"));
    }

    [Fact]
    public async Task A_method_that_the_path_does_not_take_is_405_with_those_it_takes()
    {
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Patch, Keys);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
        Assert.Contains("does not take PATCH", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Keys)]
    [InlineData(Containers)]
    public async Task Another_content_type_is_415(string path)
    {
        using var client = api.Admin();
        using var body = new StringContent("name=web", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await client.SendAsync(HttpMethod.Post, path, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Contains("application/json", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    public async Task Another_charset_than_utf_8_is_415(string charset)
    {
        using var client = api.Admin();
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        using var answer = await client.SendAsync(HttpMethod.Post, Keys, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Contains(charset, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    public async Task Utf_8_by_any_spelling_is_read(string type)
    {
        using var client = api.Admin();
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.SendAsync(HttpMethod.Post, Keys, body);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
    }

    [Theory]
    [InlineData(Keys)]
    [InlineData(Containers)]
    public async Task An_empty_body_is_told_as_such(string path)
    {
        using var client = api.Admin();
        using var body = HttpAnswers.Json("");
        using var answer = await client.SendAsync(HttpMethod.Post, path, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed-body");
        Assert.Equal([("", "missing")], problem.Faults());
    }

    [Theory]
    [InlineData(Keys, "null", "", "missing")]
    [InlineData(Keys, "{", "", "malformed-json")]
    [InlineData(Keys, "[]", "", "malformed-json")]
    [InlineData(Keys, "{\"name\":\"x\",}", "", "malformed-json")]
    [InlineData(Keys, "{\"name\":\"x\" /* why */}", "", "malformed-json")]
    [InlineData(Keys, "{\"name\":5}", "/name", "malformed-json")]
    [InlineData(Keys, "{\"nme\":\"x\"}", "/nme", "malformed-json")]
    [InlineData(Keys, "{\"Name\":\"x\"}", "/Name", "malformed-json")]
    [InlineData(Keys, "{\"name\":\"x\",\"name\":\"y\"}", "/name", "malformed-json")]
    [InlineData(Keys, "{\"scopes\":[null]}", "/scopes", "malformed-json")]
    [InlineData(Containers, "{\"ports\":[null]}", "/ports", "malformed-json")]
    [InlineData(Containers, "{\"networks\":[null]}", "/networks", "malformed-json")]
    [InlineData(Containers, "{\"volumes\":[null]}", "/volumes", "malformed-json")]
    [InlineData(Containers, "{\"command\":[\"a\",null]}", "/command", "malformed-json")]
    [InlineData(Containers, "{\"networks\":[{\"aliases\":[null]}]}", "/networks/0/aliases", "malformed-json")]
    [InlineData(Containers, "{\"env\":{\"A\":null}}", "/env", "malformed-json")]
    [InlineData(Containers, "{\"ports\":[{\"hostip\":\"127.0.0.1\",\"containerPort\":80}]}", "/ports/0/hostip", "malformed-json")]
    [InlineData(Containers, "{\"ports\":[{\"containerPort\":80},{\"containerPort\":true}]}", "/ports/1/containerPort", "malformed-json")]
    [InlineData(Containers, "{\"privileged\":true}", "/privileged", "malformed-json")]
    [InlineData(Containers, "{\"start\":null}", "/start", "malformed-json")]
    [InlineData(Containers, "{\"memoryLimitBytes\":\"64m\"}", "/memoryLimitBytes", "malformed-json")]
    [InlineData(Containers, "{\"memoryLimitBytes\":99999999999999999999}", "/memoryLimitBytes", "malformed-json")]
    public async Task Json_that_is_not_the_endpoints_is_400_and_says_where(string path, string json, string pointer, string code)
    {
        using var client = api.Admin();
        using var body = HttpAnswers.Json(json);
        using var answer = await client.SendAsync(HttpMethod.Post, path, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed-body");
        Assert.Equal([(pointer, code)], problem.Faults());
        Assert.DoesNotContain("NetApi.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_nested_too_deeply_is_400()
    {
        using var client = api.Admin();
        using var body = HttpAnswers.Json($"{{\"name\":{new string('[', 10_000)}{new string(']', 10_000)}}}");
        using var answer = await client.SendAsync(HttpMethod.Post, Keys, body);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "malformed-body");
    }

    [Theory]
    [InlineData("?limit=0", "?limit", "out-of-range")]
    [InlineData("?limit=5001", "?limit", "out-of-range")]
    [InlineData("?limit=-1", "?limit", "out-of-range")]
    [InlineData("?limit=many", "?limit", "unreadable")]
    [InlineData("?limit=99999999999", "?limit", "unreadable")]
    [InlineData("?cursor=%2B%2B", "?cursor", "unknown-cursor")]
    [InlineData("?cursor=", "?cursor", "unknown-cursor")]
    public async Task Parameters_at_fault_are_named(string query, string pointer, string code)
    {
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, Keys + query);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([(pointer, code)], problem.Faults());
        Assert.DoesNotContain("Nullable", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_container_is_told_at_once()
    {
        await using var running = InProcessNetApi.Over(Domain.SampleHost.WithWeb);
        using var client = running.Admin();
        using var body = HttpAnswers.Json(
            """
            {"name":"-","image":"UPPER","ports":[{"hostIp":"123.345.100.789","hostPort":70000,"containerPort":0}],
             "networks":[{"name":"nowhere"}],"volumes":[{"name":"/etc","target":"data"}],"restartPolicy":"sometimes","pull":"perhaps"}
            """);
        using var answer = await client.SendAsync(HttpMethod.Post, Containers, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(
            [
                ("/name", "malformed-name"),
                ("/image", "malformed-image"),
                ("/restartPolicy", "unknown-word"),
                ("/pull", "unknown-word"),
                ("/ports/0/hostIp", "malformed-address"),
                ("/ports/0/containerPort", "port-out-of-range"),
                ("/ports/0/hostPort", "port-out-of-range"),
                ("/volumes/0/name", "malformed-name"),
                ("/volumes/0/target", "malformed-path"),
                ("/networks/0/name", "unknown-network"),
            ],
            problem.Faults());
    }
}
