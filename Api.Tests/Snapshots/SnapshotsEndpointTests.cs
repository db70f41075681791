using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Snapshots over HTTP. The tests that need known states put them into the running service's own database.</summary>
public sealed class SnapshotsEndpointTests(SnapshotsEndpointTests.Service service) : IClassFixture<SnapshotsEndpointTests.Service>
{
    private readonly NetApiProcess _api = service.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_is_taken_shown_listed_and_removed()
    {
        using var created = await PostAsync("""{"label":"before","reason":"upgrade"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var snapshot = await ReadAsync(created);
        var path = created.Headers.Location!.OriginalString;
        Assert.Equal($"/api/v1/snapshots/{snapshot["id"]}", path);
        Assert.Equal(("before", "upgrade", "admin", false), ((string?)snapshot["label"], (string?)snapshot["reason"], (string?)snapshot["takenBy"], (bool)snapshot["complete"]!));
        Assert.True((int)snapshot["counts"]!["links"]! >= 1);

        Assert.True(JsonNode.DeepEquals(snapshot, await GetAsync(path)));
        Assert.True(JsonNode.DeepEquals(snapshot, Assert.Single((await GetAsync("/api/v1/snapshots"))["items"]!.AsArray(), s => (string?)s!["label"] == "before" && (string?)s["reason"] == "upgrade")));

        using var deleted = await _api.Admin.DeleteAsync(Uri(path), Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var again = await _api.Admin.DeleteAsync(Uri(path), Cancel);
        await AssertProblemAsync(again, HttpStatusCode.NotFound, "snapshot-not-found");
        using var gone = await _api.Admin.GetAsync(Uri(path), Cancel);
        await AssertProblemAsync(gone, HttpStatusCode.NotFound, "snapshot-not-found");
    }

    [Fact]
    public async Task A_post_without_a_body_takes_a_snapshot_without_a_label()
    {
        using var created = await _api.Admin.PostAsync(Uri("/api/v1/snapshots"), null, Cancel);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Null((await ReadAsync(created))["label"]);
    }

    [Fact]
    public async Task Pages_are_newest_first()
    {
        var host = await HostIdAsync();
        using var database = Database.Open(_api.DataDirectory, TimeProvider.System);
        for (var minute = 0; minute < 5; minute++)
            await KeepAsync(database, SampleHost.Empty with { HostId = host, ObservedAt = SampleHost.ObservedAt.AddMinutes(minute) }, $"page {minute}");

        var labels = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"/api/v1/snapshots?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            labels.AddRange(page["items"]!.AsArray().Select(s => (string?)s!["label"]));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        Assert.Equal(["page 4", "page 3", "page 2", "page 1", "page 0"], labels.Where(l => l?.StartsWith("page", StringComparison.Ordinal) == true));
    }

    [Theory]
    [InlineData("""{"label":""}""", "/label")]
    [InlineData("""{"label":" ","reason":""}""", "/label /reason")]
    [InlineData("""{"lable":"x"}""", "/lable")]
    [InlineData("""{"label":7}""", "/label")]
    public async Task Faulty_bodies_are_refused_with_every_fault(string body, string pointers)
    {
        using var answer = await PostAsync(body);
        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, null);
        Assert.Equal(pointers, string.Join(' ', problem["errors"]!.AsArray().Select(e => (string?)e!["pointer"])));
    }

    [Theory]
    [InlineData("/api/v1/snapshots?limit=0", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("/api/v1/snapshots?cursor=%21", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("/api/v1/snapshots?origin=foo", HttpStatusCode.BadRequest, "validation-failed")]
    public async Task Faulty_queries_are_refused(string path, HttpStatusCode status, string code)
    {
        using var answer = await _api.Admin.GetAsync(Uri(path), Cancel);
        await AssertProblemAsync(answer, status, code);
    }

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;

    private static async Task<JsonNode> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
    {
        var problem = await ReadAsync(answer);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(code ?? (string?)problem["code"], (string?)problem["code"]);
        return problem;
    }

    private static async Task<string> KeepAsync(Database database, HostState state, string label) =>
        (await new SnapshotStore(database).AddWholeAsync(state.HostId, state, SnapshotOrigin.Imported, "test", label, null, Cancel)).Id;

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _api.Admin.GetAsync(Uri(path), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _api.Admin.PostAsync(Uri("/api/v1/snapshots"), content, Cancel);
    }

    private async Task<string> HostIdAsync() => (string)(await GetAsync("/api/v1/host"))["id"]!;

    /// <summary>One NetApi for the class, without an engine.</summary>
    public sealed class Service : IAsyncLifetime
    {
        internal NetApiProcess Api { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" });

        public async ValueTask DisposeAsync() => await Api.DisposeAsync();
    }
}
