using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting.Security;
using NetApi.Snapshots;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>What becomes of documents that hold together.</summary>
public sealed class SnapshotExchangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_imported_document_is_a_snapshot_of_the_host_it_is_of()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        using var created = await client.ImportAsync(ForeignSnapshot.Of(SampleHost.WithWeb));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var snapshot = await created.ReadJsonAsync();
        var id = snapshot.Text("id");
        Assert.Equal($"/api/v1/snapshots/{id}", created.Headers.Location!.OriginalString);
        Assert.Equal(
            (ForeignSnapshot.HostId, "imported", "admin", "before", "upgrade", ForeignSnapshot.TakenAt, true),
            (snapshot.Text("hostId"), snapshot.Text("origin"), snapshot.Text("takenBy"), snapshot.Text("label"), snapshot.Text("reason"), snapshot.GetProperty("takenAt").GetDateTimeOffset(), snapshot.GetProperty("pinned").GetBoolean()));
        Assert.Equal(snapshot.GetRawText(), (await client.GetJsonAsync($"/api/v1/snapshots/{id}")).GetRawText());

        var containers = await client.GetJsonAsync($"/api/v1/containers?at={id}");
        Assert.Equal(SampleHost.WithWeb.Containers.Select(c => c.Name), containers.Items().Select(c => c.Text("name")));
        var diff = await client.GetJsonAsync($"/api/v1/diff?from={id}&to=live");
        Assert.Empty(diff.GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task An_imported_document_is_exported_again_byte_for_byte()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        using var created = await client.ImportAsync(document);
        var id = (await created.ReadJsonAsync()).Text("id");

        using var exported = await client.SendAsync(HttpMethod.Get, $"/api/v1/snapshots/{id}/export");
        Assert.Equal(HttpStatusCode.OK, exported.StatusCode);
        Assert.Equal("application/json", exported.Content.Headers.ContentType?.ToString());
        Assert.Equal(("attachment", $"netapi-snapshot-{id}.json"), (exported.Content.Headers.ContentDisposition!.DispositionType, exported.Content.Headers.ContentDisposition.FileName));
        Assert.Equal(document.ToJsonString(SnapshotDocumentJson.Options), await exported.Content.ReadAsStringAsync(Cancel));

        using var again = await client.SendAsync(HttpMethod.Get, $"/api/v1/snapshots/{id}/export", null, ("If-None-Match", exported.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_document_that_was_laid_out_and_ordered_anew_is_the_same()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        var members = document.AsObject().Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()));
        var turned = new System.Text.Json.Nodes.JsonObject(members).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        using var created = await client.ImportAsync(turned);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task What_may_be_left_out_may_be_left_out()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var document = ForeignSnapshot.Of(SampleHost.WithWeb, label: null);
        document.Put("/reason", null);
        document.Put("/host/name", null);
        using var created = await client.ImportAsync(document);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var exported = await client.SendAsync(HttpMethod.Get, $"{created.Headers.Location}/export");
        Assert.Equal(document.ToJsonString(SnapshotDocumentJson.Options), await exported.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_document_that_is_imported_twice_makes_two_snapshots_that_share_a_state_and_leave_nothing_when_they_go()
    {
        await using var api = InProcessNetApi.Over(SampleHost.WithWeb);
        using var client = api.Admin();
        var document = ForeignSnapshot.Of(SampleHost.WithWeb);
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var created = await client.ImportAsync(document);
            ids.Add((await created.ReadJsonAsync()).Text("id"));
        }
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal("2 snapshots, 1 states, 1 foreign hosts", await RowsAsync(api));
        foreach (var id in ids)
        {
            using var deleted = await client.SendAsync(HttpMethod.Delete, $"/api/v1/snapshots/{id}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
        Assert.Equal("0 snapshots, 0 states, 0 foreign hosts", await RowsAsync(api));
    }

    [Fact]
    public async Task Export_UnknownSnapshot_IsNotFound()
    {
        await using var api = InProcessNetApi.Over(SampleHost.Empty);
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/snapshots/0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12/export");
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "snapshot-not-found");
    }

    [Fact]
    public async Task Exporting_takes_read_and_importing_takes_write()
    {
        await using var api = InProcessNetApi.Over(SampleHost.Empty);
        using var nobody = api.Client();
        using var unknown = await nobody.ImportAsync(ForeignSnapshot.Of(SampleHost.Empty));
        await unknown.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var reader = await api.ClientAsync(Scope.Read);
        using var refused = await reader.ImportAsync(ForeignSnapshot.Of(SampleHost.Empty));
        await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        using var writer = await api.ClientAsync(Scope.Write);
        using var created = await writer.ImportAsync(ForeignSnapshot.Of(SampleHost.Empty));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var exported = await reader.SendAsync(HttpMethod.Get, $"{created.Headers.Location}/export");
        Assert.Equal(HttpStatusCode.OK, exported.StatusCode);
    }

    [Fact]
    public async Task A_third_import_at_the_same_time_is_told_to_wait()
    {
        await using var api = InProcessNetApi.Over(SampleHost.Empty);
        using var client = api.Admin();
        var imports = api.Services.GetRequiredService<SnapshotImports>();
        using (imports.TryBegin())
        using (imports.TryBegin())
        {
            using var refused = await client.ImportAsync(ForeignSnapshot.Of(SampleHost.Empty));
            await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
            Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
        }
        using var created = await client.ImportAsync(ForeignSnapshot.Of(SampleHost.Empty));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task Only_the_import_takes_more_than_other_endpoints_and_that_has_a_bound_too()
    {
        await using var api = InProcessNetApi.Over(SampleHost.Empty).OnKestrel();
        using var client = api.Admin();
        var large = ForeignSnapshot.Of(LargeHost.Of(500)).ToJsonString();
        Assert.True(large.Length > 512 * 1024);
        using var created = await client.ImportAsync(large);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        using var elsewhere = await client.SendAsync(HttpMethod.Post, "/api/v1/snapshots", HttpAnswers.Json(large));
        Assert.Contains("262144", (await elsewhere.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large")).Text("detail"), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/snapshots/import") { Content = new ByteArrayContent(new byte[SnapshotImports.MaxBytes + 1]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;
        using var tooLarge = await client.SendAsync(request, Cancel);
        Assert.Contains("67108864", (await tooLarge.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large")).Text("detail"), StringComparison.Ordinal);
    }

    /// <summary>How much is kept.</summary>
    internal static Task<string> RowsAsync(InProcessNetApi api) => api.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QuerySingle<string>(
            "SELECT (SELECT count(*) FROM snapshots) || ' snapshots, ' || (SELECT count(*) FROM states) || ' states, ' || (SELECT count(*) FROM hosts WHERE number IS NULL) || ' foreign hosts'"),
        Cancel);
}
