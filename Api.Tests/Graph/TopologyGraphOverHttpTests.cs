using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using NetApi.Tests.Domain.Graph;
using Xunit;

namespace NetApi.Tests.Graph;

public sealed class TopologyGraphOverHttpTests : IAsyncLifetime
{
    private const string Path = "/api/v1/topology";

    private readonly InProcessNetApi _api = InProcessNetApi.Over(State);
    private HttpClient _client = null!;

    private static HostState State => DrawnHost.Of(80) with { ContentHash = "0a0b" };

    [Fact]
    public async Task Json_has_nodes_edges_and_what_could_not_be_read()
    {
        var body = await _client.GetJsonAsync(Path);
        Assert.Equal((false, 42), (body.GetProperty("complete").GetBoolean(), body.GetProperty("revision").GetInt64()));
        Assert.Equal("namespace-unreadable", body.GetProperty("gaps")[0].Text("code"));
        var ids = body.GetProperty("nodes").EnumerateArray().Select(n => n.Text("id")).ToHashSet();
        Assert.Contains("container:myweb", ids);
        Assert.All(body.GetProperty("edges").EnumerateArray(), e => Assert.True(ids.Contains(e.Text("source")) && ids.Contains(e.Text("target"))));
        var pair = body.GetProperty("edges").EnumerateArray().First(e => e.Text("kind") == "peer");
        Assert.Equal("confirmed", pair.GetProperty("evidence").Text("verdict"));
        Assert.Equal(pair.GetProperty("evidence").GetProperty("source").GetProperty("index").GetInt32(), pair.GetProperty("evidence").GetProperty("target").GetProperty("peerIndex").GetInt32());
        var someonesBridge = body.GetProperty("nodes").EnumerateArray().Single(n => n.Text("id") == "link:host/virbr0");
        Assert.Equal(JsonValueKind.Null, someonesBridge.GetProperty("orphan").ValueKind);
    }

    [Fact]
    public async Task Json_says_what_is_left_over()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb with { Links = [.. SampleHost.WithWeb.Links, SampleHost.Link(SampleHost.HostId, 40, "br-0123456789ab", "bridge")] });
        using var client = api.Admin();
        var orphan = (await client.GetJsonAsync(Path)).GetProperty("nodes").EnumerateArray().Single(n => n.Text("id") == "link:host/br-0123456789ab").GetProperty("orphan");
        Assert.Equal("bridgeWithoutNetwork", orphan.Text("kind"));
        Assert.Contains("br-0123456789ab", orphan.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=json", null, "application/json")]
    [InlineData("?format=nodegraph", null, "application/json")]
    [InlineData("?format=svg", "application/json", "image/svg+xml")]
    [InlineData("?format=dot", null, "text/vnd.graphviz")]
    [InlineData("?format=mermaid", null, "text/vnd.mermaid")]
    [InlineData("", "image/svg+xml", "image/svg+xml")]
    [InlineData("", "text/vnd.graphviz", "text/vnd.graphviz")]
    [InlineData("", "text/plain", "text/plain")]
    public async Task A_format_is_chosen_by_name_or_by_accept_and_is_not_sent_twice(string query, string? accept, string mediaType)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];
        using var answer = await _client.SendAsync(HttpMethod.Get, Path + query, null, headers);
        Assert.Equal((HttpStatusCode.OK, $"{mediaType}; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(query.Length == 0, answer.Headers.Vary.Contains("Accept"));
        using var again = await _client.SendAsync(HttpMethod.Get, Path + query, null, [.. headers, ("If-None-Match", answer.Headers.ETag!.ToString())]);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Each_format_has_a_tag_of_its_own()
    {
        var tags = new List<string>();
        foreach (var accept in new[] { "application/json", "image/svg+xml", "text/vnd.graphviz", "text/vnd.mermaid" })
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, Path, null, ("Accept", accept));
            tags.Add(answer.Headers.ETag!.ToString());
        }
        Assert.Distinct(tags);
    }

    [Fact]
    public async Task A_node_graph_has_the_panels_fields_in_every_row()
    {
        var body = await _client.GetJsonAsync($"{Path}?format=nodegraph");
        string[] nodeFields = ["id", "title", "subtitle", "mainstat", "secondarystat", "color", "icon", "noderadius", "highlighted"];
        string[] edgeFields = ["id", "source", "target", "mainstat", "secondarystat", "thickness", "color", "strokedasharray"];
        Assert.All(body.GetProperty("nodes").EnumerateArray(), n => Assert.Equal(nodeFields, Fields(n)));
        Assert.All(body.GetProperty("edges").EnumerateArray(), e => Assert.Equal(edgeFields, Fields(e)));
        var ids = body.GetProperty("nodes").EnumerateArray().Select(n => n.Text("id")).ToHashSet();
        Assert.All(body.GetProperty("edges").EnumerateArray(), e => Assert.True(ids.Contains(e.Text("source")) && ids.Contains(e.Text("target"))));
    }

    [Fact]
    public async Task Formats_with_a_limit_keep_it_at_two_thousand_containers()
    {
        await using var api = InProcessNetApi.Over(LargeHost.Of(2_000));
        using var client = api.Admin();
        var nodes = (await client.GetJsonAsync($"{Path}?format=nodegraph&collapse=never")).GetProperty("nodes");
        Assert.InRange(nodes.GetArrayLength(), 1, 1_500);
        var mermaid = await client.GetStringAsync(new Uri($"{Path}?format=mermaid&collapse=never", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.InRange(mermaid.Split('\n').Count(l => l.Contains("--", StringComparison.Ordinal)), 1, 500);
        Assert.Equal(8_000, (await client.GetJsonAsync(Path)).GetProperty("nodes").GetArrayLength(), 100.0);
    }

    [Fact]
    public async Task A_picture_of_many_containers_is_folded_unless_each_is_wanted()
    {
        Assert.Contains("79 containers were folded by network", await SvgAsync(""), StringComparison.Ordinal);
        Assert.DoesNotContain("were folded", await SvgAsync("&collapse=never"), StringComparison.Ordinal);
        Assert.DoesNotContain("were folded", (await _client.GetJsonAsync(Path)).GetProperty("notes").ToString(), StringComparison.Ordinal);
        Assert.Contains("were folded", (await _client.GetJsonAsync($"{Path}?collapse=always")).GetProperty("notes").ToString(), StringComparison.Ordinal);
        Assert.Contains("namespace-unreadable", await SvgAsync(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_focus_shows_what_is_near()
    {
        var near = await _client.GetJsonAsync($"{Path}?focus=container:myweb");
        var ids = near.GetProperty("nodes").EnumerateArray().Select(n => n.Text("id")).ToList();
        Assert.Contains("link:host/docker0", ids);
        Assert.DoesNotContain("link:host/virbr0", ids);
        Assert.Equal("Shows container:myweb and what is within 2 steps.", near.GetProperty("notes")[0].GetString());
        Assert.Equal(2, (await _client.GetJsonAsync($"{Path}?focus=myweb&depth=0")).GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Whatever_is_wrong_is_told_at_once()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Path}?format=png&depth=11&collapse=maybe&focus=");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("?format", "unknown-word"), ("?depth", "out-of-range"), ("?focus", "missing"), ("?collapse", "unknown-word")], problem.Faults());
        Assert.Contains("json, nodegraph, svg, dot, mermaid", problem.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_focus_is_404()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Path}?focus=container:nobody&format=svg");
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "focus-not-found");
    }

    [Theory]
    [InlineData("docker0", "Did you mean bridge:docker0?")]
    [InlineData("bridge:eth0", "Did you mean link:eth0?")]
    [InlineData("8000", "Did you mean port:8000?")]
    [InlineData("planet:myweb", "Did you mean container:myweb or namespace:myweb?")]
    [InlineData("network:shpo", "Did you mean network:shop?")]
    [InlineData("container:nobody", null)]
    public async Task An_unknown_focus_is_told_with_what_may_have_been_meant(string focus, string? question)
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Path}?focus={focus}");
        var detail = (await answer.ReadProblemAsync(HttpStatusCode.NotFound, "focus-not-found")).Text("detail");
        Assert.StartsWith($"No node fits '{focus}'.{(question is null ? "" : " " + question)} Give a container's name,", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("focus=bridge:docker0&depth=4", "link:host/docker0", true)]
    [InlineData("focus=container:myweb&depth=1", "container:myweb", false)]
    public async Task Collapse_always_folds_what_is_near_a_focus_where_there_are_several_of_a_kind(string query, string focus, bool folds)
    {
        var nodes = (await _client.GetJsonAsync($"{Path}?{query}&collapse=always")).GetProperty("nodes").EnumerateArray().Select(n => n.Text("id")).ToList();
        Assert.Contains(focus, nodes);
        Assert.Equal(folds, nodes.Exists(id => id.StartsWith("folded:container:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_depth_without_a_focus_is_a_fault()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, $"{Path}?depth=2");
        Assert.Equal([("?depth", "needs-focus")], (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
    }

    [Fact]
    public async Task A_focus_that_fits_several_is_409_and_their_ids_are_told()
    {
        NetworkNamespace Twin(int id) => new() { Id = new NetnsId($"6f1c2a9b-{id}"), Inode = (ulong)id, Kind = NetnsKind.Process, Name = "busybox" };
        await using var api = InProcessNetApi.Over(SampleHost.Empty with { Namespaces = [SampleHost.HostNamespace, Twin(50), Twin(51)] });
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, $"{Path}?focus=namespace:busybox");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "ambiguous");
        Assert.Contains("namespace:busybox@6f1c2a9b-50, namespace:busybox@6f1c2a9b-51", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accept_header_that_names_no_format_is_406()
    {
        using var answer = await _client.SendAsync(HttpMethod.Get, Path, null, ("Accept", "image/png, application/pdf"));
        var problem = await answer.ReadProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable");
        Assert.Contains("image/svg+xml", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("nodegraph", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_names_every_media_type()
    {
        var content = (await _client.GetJsonAsync("/swagger/v1/swagger.json")).GetProperty("paths").GetProperty(Path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.Equal(
            ["application/json", "image/svg+xml", "text/plain", "text/vnd.graphviz", "text/vnd.mermaid"],
            content.EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.EndsWith("/GraphResource", content.GetProperty("application/json").GetProperty("schema").Text("$ref"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_labels_and_links_stay_text_in_every_format()
    {
        foreach (var name in HostileHost.Names)
        {
            await using var api = InProcessNetApi.Over(HostileHost.With(name));
            using var client = api.Admin();
            Assert.NotEmpty((await client.GetJsonAsync($"{Path}?format=nodegraph")).GetProperty("nodes").EnumerateArray());
            Assert.NotEmpty((await client.GetJsonAsync(Path)).GetProperty("nodes").EnumerateArray());
            XElement.Parse(await client.GetStringAsync(new Uri($"{Path}?format=svg", UriKind.Relative), TestContext.Current.CancellationToken));
        }
    }

    public ValueTask InitializeAsync()
    {
        _client = _api.Admin();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    private Task<string> SvgAsync(string query) => _client.GetStringAsync(new Uri($"{Path}?format=svg{query}", UriKind.Relative), TestContext.Current.CancellationToken);

    // Details are the panel's own business to list.
    private static IEnumerable<string> Fields(JsonElement row) => row.EnumerateObject().Select(f => f.Name).Where(n => !n.StartsWith("detail__", StringComparison.Ordinal));
}
