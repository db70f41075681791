using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests.Hosting.OpenApi;

public sealed partial class OpenApiDocumentTests(InProcessNetApi api) : IClassFixture<InProcessNetApi>
{
    private static readonly string[] Words = ["operationId", "summary", "description"];

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_open_to_all()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1.", document.Root.Text("openapi"), StringComparison.Ordinal);
        var scheme = document.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer");
        Assert.Equal(("http", "bearer"), (scheme.Text("type"), scheme.Text("scheme")));
    }

    [Fact]
    public async Task Swagger_UI_is_served()
    {
        using var client = api.Client();
        using var moved = await client.SendAsync(HttpMethod.Get, "/swagger");
        Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
        using var page = await client.SendAsync(HttpMethod.Get, "/swagger/index.html");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Every_operation_is_described()
    {
        var operations = (await DocumentAsync()).Operations;
        Assert.NotEmpty(operations);
        Assert.Empty(operations.Where(o => Words.Any(m => !o.Body.TryGetProperty(m, out var text) || text.GetString()!.Length == 0)
            || o.Body.GetProperty("tags").GetArrayLength() != 1).Select(o => o.ToString()));
        Assert.Equal(operations.Count, operations.Select(o => o.Body.Text("operationId")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Every_tag_is_described_and_used()
    {
        var document = await DocumentAsync();
        var tags = document.Root.GetProperty("tags").EnumerateArray().ToList();
        Assert.All(tags, t => Assert.NotEmpty(t.Text("description")));
        Assert.Equal(
            document.Operations.Select(o => o.Body.GetProperty("tags")[0].GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            tags.Select(t => t.Text("name")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_endpoint_is_in_it_with_every_status_it_declares()
    {
        var operations = (await DocumentAsync()).Operations.ToDictionary(o => o.ToString(), StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                var name = $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";
                if (!operations.TryGetValue(name, out var operation))
                    missing.Add(name);
                else
                    missing.AddRange(endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(p => $"{p.StatusCode}").Except(operation.Statuses).Select(s => $"{name}: {s}"));
            }
        }
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("", "400 404 503")]
    [InlineData("/addresses/{ip}", "400 503")]
    [InlineData("/macs/{mac}", "400 503")]
    [InlineData("/ports/{port}", "400 503")]
    [InlineData("/containers/{name}", "400 503")]
    [InlineData("/status", "400")]
    public async Task The_history_declares_what_it_can_answer_and_no_more(string path, string statuses)
    {
        var operation = (await DocumentAsync()).Operations.Single(o => o.Path == $"/api/v1/history{path}");
        Assert.Equal(statuses, string.Join(' ', operation.Statuses.Where(s => s is "400" or "404" or "503").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Whatever_takes_a_body_answers_415_to_another_type_and_says_so()
    {
        using var client = api.Admin();
        var operations = (await DocumentAsync()).Operations.Where(o => o.Body.TryGetProperty("requestBody", out _)).ToList();
        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            using var body = new StringContent("a=b", null, "text/plain");
            using var answer = await client.SendAsync(new HttpMethod(operation.Method), PathParameter().Replace(operation.Path, "x"), body);
            await answer.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
            Assert.Empty(new[] { "400", "413", "415" }.Except(operation.Statuses));
        }
    }

    [Fact]
    public async Task Whatever_needs_a_scope_asks_for_the_key_and_declares_401_and_403()
    {
        var open = Endpoints().Where(e => e.Metadata.GetMetadata<OpenToAll>() is not null).Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).ToHashSet(StringComparer.Ordinal);
        foreach (var operation in (await DocumentAsync()).Operations)
        {
            var asksForKey = operation.Body.TryGetProperty("security", out var security) && security[0].TryGetProperty("Bearer", out _);
            Assert.Equal((operation.ToString(), !open.Contains(operation.Path)), (operation.ToString(), asksForKey));
            if (asksForKey)
            {
                Assert.Contains("401", operation.Statuses);
                Assert.Contains("403", operation.Statuses);
                Assert.Contains("Scope: `", operation.Body.Text("description"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_body_that_is_answered_or_taken_has_an_example_of_its_form()
    {
        var document = await DocumentAsync();
        var wrong = new List<string>();
        foreach (var operation in document.Operations)
        {
            foreach (var (place, content) in operation.SuccessBodies())
            {
                if (!content.TryGetProperty("example", out var example))
                    wrong.Add($"{operation} {place}: no example");
                else
                    wrong.AddRange(document.Mismatches(example, content.GetProperty("schema"), $"{operation} {place}"));
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_error_is_a_problem_document_with_an_example()
    {
        var wrong = (await DocumentAsync()).Operations.SelectMany(o => o.Body.GetProperty("responses").EnumerateObject()
            .Where(r => r.Name is not ("503" or "200" or "201" or "202" or "204" or "304"))
            .Where(r => !r.Value.TryGetProperty("content", out var content)
                || !content.TryGetProperty("application/problem+json", out var media)
                || !media.TryGetProperty("example", out _)
                || !r.Value.Text("description").Contains('`', StringComparison.Ordinal))
            .Select(r => $"{o} {r.Name}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_member_of_every_wire_type_is_described()
    {
        var document = await DocumentAsync();
        var bare = document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("properties", out _))
            .SelectMany(s => s.Value.GetProperty("properties").EnumerateObject()
                .Where(p => !p.Value.TryGetProperty("description", out var text) || text.GetString()!.Length == 0)
                .Select(p => $"{s.Name}.{p.Name}"));
        Assert.Empty(bare);
    }

    [Fact]
    public async Task Every_parameter_beside_the_path_is_described()
    {
        var bare = (await DocumentAsync()).Operations.SelectMany(o => (o.Body.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [])
            .Where(p => p.Text("in") != "path" && !(p.TryGetProperty("description", out var text) && text.GetString()!.Length > 0))
            .Select(p => $"{o} {p.Text("name")}"));
        Assert.Empty(bare);
    }

    [Fact]
    public async Task Paths_are_kebab_case() => Assert.All((await DocumentAsync()).Operations, o => Assert.Matches(KebabCasePath(), o.Path));

    private async Task<Document> DocumentAsync()
    {
        using var client = api.Client();
        return new Document(await client.GetJsonAsync(OpenApiSetup.DocumentPath));
    }

    private List<RouteEndpoint> Endpoints() => [.. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"^(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z][a-zA-Z]*\}))+$")]
    private static partial Regex KebabCasePath();
}
