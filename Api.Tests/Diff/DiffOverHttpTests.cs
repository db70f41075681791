using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Diffs;

/// <summary>Diffs over HTTP, of snapshots that the tests put into the service's own database, and of what is live.</summary>
public sealed class DiffOverHttpTests(DiffOverHttpTests.Service service) : IClassFixture<DiffOverHttpTests.Service>
{
    private const string Path = "/api/v1/diff";

    private readonly HttpClient _client = service.Client;

    private string Web => $"{Path}?from={service.Empty}&to={service.WithWeb}";

    [Fact]
    public async Task Json_tells_what_the_article_changes_by_group()
    {
        var diff = await _client.GetJsonAsync(Web);
        Assert.True(diff.GetProperty("complete").GetBoolean());
        Assert.Equal(
            ["reachability publishedPort", "reachability container", "networks attachment", "kernel vethPair", "kernel address", "kernel namespace"],
            Changes(diff).Select(c => $"{c.Text("group")} {c.Text("entity")}"));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {
                  "group": "reachability", "consequence": "0.0.0.0:8000/tcp became reachable from outside and leads to port 80 of myweb",
                  "kind": "added", "entity": "publishedPort", "key": "0.0.0.0:8000/tcp", "before": null,
                  "after": {"hostAddress": "0.0.0.0", "hostPort": 8000, "protocol": "tcp", "container": "myweb", "containerPort": 80},
                  "summary": "port 8000/tcp of myweb is now published on 0.0.0.0"
                }
                """),
            JsonNode.Parse(Changes(diff)[0].GetRawText())));
        Assert.Equal("172.17.0.7/16", Changes(diff)[4].GetProperty("after").Text("address"));
        Assert.Equal("02:42:ac:11:00:07", Changes(diff)[3].GetProperty("after").GetProperty("inner").Text("mac"));
        Assert.Empty(Changes(await _client.GetJsonAsync($"{Path}?from={service.WithWeb}&to={service.WithWeb}")));
    }

    [Fact]
    public async Task A_diff_with_a_state_without_the_engine_says_that_it_is_partial()
    {
        var diff = await _client.GetJsonAsync($"{Path}?from={service.Engineless}");
        Assert.False(diff.GetProperty("complete").GetBoolean());
        Assert.Equal("live", diff.GetProperty("to").Text("id"));
        Assert.Contains(diff.GetProperty("from").GetProperty("gaps").EnumerateArray(), g => g.Text("scope") == "engine");
        Assert.Equal("gap", Changes(diff)[^1].Text("entity"));
        Assert.DoesNotContain(Changes(diff), c => c.Text("entity") is "container" or "network" or "publishedPort" or "attachment");
    }

    [Theory]
    [InlineData("&format=json", null, "application/json")]
    [InlineData("&format=text", "application/json", "text/plain")]
    [InlineData("&format=patch", null, "application/json-patch+json")]
    [InlineData("&format=document", null, "application/vnd.netapi.document+json")]
    [InlineData("&format=svg", null, "image/svg+xml")]
    [InlineData("&format=dot", null, "text/vnd.graphviz")]
    [InlineData("&format=mermaid", null, "text/vnd.mermaid")]
    [InlineData("", null, "application/json")]
    [InlineData("", "text/plain", "text/plain")]
    [InlineData("", "application/json-patch+json", "application/json-patch+json")]
    [InlineData("", "image/*, */*;q=0.1", "image/svg+xml")]
    [InlineData("", "text/vnd.graphviz", "text/vnd.graphviz")]
    [InlineData("", "text/vnd.mermaid", "text/vnd.mermaid")]
    public async Task A_format_is_chosen_by_name_or_by_accept(string query, string? accept, string mediaType)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];
        using var answer = await _client.SendAsync(HttpMethod.Get, Web + query, null, headers);
        Assert.Equal((HttpStatusCode.OK, $"{mediaType}; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(query.Length == 0, answer.Headers.Vary.Contains("Accept"));
    }

    [Fact]
    public async Task Each_format_shows_the_container()
    {
        Assert.Contains("myweb became reachable in network bridge: container myweb was created and started.\n", await TextAsync("text"), StringComparison.Ordinal);
        Assert.Contains("""{"op":"add","path":"/container/myweb","value":{""", await TextAsync("patch"), StringComparison.Ordinal);
        Assert.Contains("+ myweb\\n", await TextAsync("dot"), StringComparison.Ordinal);
        Assert.Contains("[\"#43; myweb<br/>", await TextAsync("mermaid"), StringComparison.Ordinal);
        XElement.Parse(await TextAsync("svg"));
    }

    [Fact]
    public async Task The_patch_turns_the_document_of_the_earlier_state_into_that_of_the_later_one()
    {
        var document = JsonNode.Parse(await TextAsync("document"))!.AsObject();
        Assert.Empty(document["container"]!.AsObject());
        JsonSerializer.Deserialize<JsonPatchDocument<JsonObject>>(await TextAsync("patch"))!.ApplyTo(document);
        var later = JsonNode.Parse(await _client.GetStringAsync(new Uri($"{Path}?from={service.WithWeb}&to={service.Empty}&format=document", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(later, document), document.ToString());
        Assert.Equal("running", document["container"]!["myweb"]!["state"]!.ToString());
    }

    [Theory]
    [InlineData("entity=container", "myweb")]
    [InlineData("entity=container,address", "myweb", "container:myweb/eth0/172.17.0.7/16")]
    [InlineData("entity=container&entity=address", "myweb", "container:myweb/eth0/172.17.0.7/16")]
    [InlineData("network=bridge", "myweb/bridge")]
    [InlineData("network=bbbbbbbbbbbb", "myweb/bridge")]
    [InlineData("container=myweb&entity=publishedPort", "0.0.0.0:8000/tcp")]
    [InlineData("container=aaaaaaaaaaaa&entity=vethPair", "container:myweb/eth0")]
    [InlineData("container=aaaa&entity=vethPair", "container:myweb/eth0")]
    [InlineData("container=myweb&network=bridge", "myweb/bridge")]
    public async Task Filters_narrow_it(string query, params string[] keys) =>
        Assert.Equal(keys, Changes(await _client.GetJsonAsync($"{Web}&{query}")).Select(c => c.Text("key")));

    [Theory]
    [InlineData("", "?from missing")]
    [InlineData("?format=png&entity=contaner&container=", "?from missing", "?format unknown-word", "?entity unknown-word", "?container missing")]
    public async Task Whatever_is_wrong_is_told_at_once(string query, params string[] faults)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, Path + query);
        Assert.Equal(faults, (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults().Select(f => $"{f.Pointer} {f.Code}"));
    }

    [Theory]
    [InlineData("container=mywbe", "?container", "unknown-container", "did you mean myweb?")]
    [InlineData("network=brigde", "?network", "unknown-network", "did you mean bridge?")]
    [InlineData("entity=conatiner", "?entity", "unknown-word", "did you mean container?")]
    [InlineData("container=aaa", "?container", "unknown-container", "4 or more characters")]
    [InlineData("network=b", "?network", "unknown-network", "4 or more characters")]
    public async Task What_is_nearly_right_is_told_what_may_have_been_meant(string query, string pointer, string code, string question)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Web}&{query}");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([(pointer, code)], problem.Faults());
        Assert.Contains(question, problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aaaa", "begins the ids of 2 containers: myweb, other.")]
    [InlineData("aaaaaaaaaaaab", null)]
    [InlineData("other", null)]
    public async Task A_beginning_that_fits_an_id_in_each_state_is_refused(string text, string? words)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Path}?from={service.WithWeb}&to={service.WithOther}&entity=container&container={text}");
        if (words is null)
        {
            Assert.Equal(["other"], Changes(await answer.ReadJsonAsync()).Select(c => c.Text("key")));
            return;
        }
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("?container", "ambiguous")], problem.Faults());
        Assert.Contains(words, problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_nobody_could_have_seen_is_no_fault() =>
        Assert.Equal(["engine/engine-unavailable"], Changes(await _client.GetJsonAsync($"{Path}?from={service.Engineless}&to={service.WithWeb}&container=nobody")).Select(c => c.Text("key")));

    [Theory]
    [InlineData("?from=0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12")]
    [InlineData("?from=live&to=0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12&format=svg")]
    public async Task A_snapshot_that_is_not_there_is_404(string query)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, Path + query);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "snapshot-not-found");
    }

    [Fact]
    public async Task An_accept_header_that_names_no_format_is_406()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, Web, null, ("Accept", "image/png, application/pdf"));
        var detail = (await answer.ReadProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable")).Text("detail");
        Assert.Contains("application/json-patch+json", detail, StringComparison.Ordinal);
        Assert.Contains("json, text, patch, document, svg, dot, mermaid", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_shows_an_example_of_every_format()
    {
        var content = (await _client.GetJsonAsync("/swagger/v1/swagger.json")).GetProperty("paths").GetProperty(Path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.Equal(
            ["application/json", "application/json-patch+json", "application/vnd.netapi.document+json", "image/svg+xml", "text/plain", "text/vnd.graphviz", "text/vnd.mermaid"],
            content.EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(content.EnumerateObject(), c => Assert.True(c.Value.TryGetProperty("example", out _)));
        Assert.EndsWith("/DiffResource", content.GetProperty("application/json").GetProperty("schema").Text("$ref"), StringComparison.Ordinal);
        Assert.EndsWith("/PatchOperation", content.GetProperty("application/json-patch+json").GetProperty("schema").GetProperty("items").Text("$ref"), StringComparison.Ordinal);
    }

    private static List<JsonElement> Changes(JsonElement diff) => [.. diff.GetProperty("changes").EnumerateArray()];

    private Task<string> TextAsync(string format) => _client.GetStringAsync(new Uri($"{Web}&format={format}", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>One NetApi for the class, over the article's host, with snapshots of it.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private readonly InProcessNetApi _api = InProcessNetApi.Over(SampleHost.WithWeb);

        internal HttpClient Client { get; private set; } = null!;

        internal string Empty { get; private set; } = null!;

        internal string WithWeb { get; private set; } = null!;

        internal string WithOther { get; private set; } = null!;

        internal string Engineless { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Client = _api.Admin();
            Empty = await KeepAsync(SampleHost.Empty);
            WithWeb = await KeepAsync(SampleHost.WithWeb);
            WithOther = await KeepAsync(SampleHost.WithWeb.ChangeWeb(c => c with { Id = $"{new string('a', 12)}{new string('b', 52)}", Name = "other" }));
            Engineless = await KeepAsync(SampleHost.WithWeb.WithoutEngine());
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _api.DisposeAsync();
        }

        private string HostId => _api.Services.GetRequiredService<HostIdentity>().Id;

        private async Task<string> KeepAsync(HostState state) =>
            (await _api.Services.GetRequiredService<SnapshotStore>().AddWholeAsync(HostId, state with { HostId = HostId }, SnapshotOrigin.Imported, "test", null, null, TestContext.Current.CancellationToken)).Id;
    }
}
