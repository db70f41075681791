using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.History;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Snapshots are renamed, pinned and released, and retention keeps to it.</summary>
public sealed class ChangeSnapshotTests(ChangeSnapshotTests.Service service) : IClassFixture<ChangeSnapshotTests.Service>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}", "before", "upgrade", true)]
    [InlineData("""{"label":"after"}""", "after", "upgrade", true)]
    [InlineData("""{"label":null}""", null, "upgrade", true)]
    [InlineData("""{"reason":null,"pinned":false}""", "before", null, false)]
    [InlineData("""{"label":"after","reason":"it broke","pinned":true}""", "after", "it broke", true)]
    public async Task What_is_left_out_stays_and_null_takes_away(string patch, string? label, string? reason, bool pinned)
    {
        service.PublishNext();
        var before = await service.KeepAsync();
        foreach (var type in new[] { "application/json", "application/merge-patch+json" })
        {
            using var answer = await service.PatchAsync(before.Text("id"), patch, type);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var after = await answer.ReadJsonAsync();
            Assert.Equal((label, reason, pinned), (after.GetProperty("label").GetString(), after.GetProperty("reason").GetString(), after.GetProperty("pinned").GetBoolean()));
            Assert.Equal(Fixed(before), Fixed(after));
            Assert.True(JsonElement.DeepEquals(after, await service.Admin.GetJsonAsync($"/api/v1/snapshots/{before.Text("id")}")));
        }

        static IEnumerable<string> Fixed(JsonElement snapshot) => snapshot.EnumerateObject().Where(m => m.Name is not ("label" or "reason" or "pinned")).Select(m => $"{m.Name}: {m.Value}");
    }

    [Theory]
    [InlineData("""{"label":"","reason":" ","pinned":false}""", "validation-failed", "/label malformed-label, /reason malformed-reason")]
    [InlineData("""{"pinned":null}""", "malformed-body", "/pinned malformed-json")]
    [InlineData("""{"pinned":1}""", "malformed-body", "/pinned malformed-json")]
    [InlineData("""{"pined":true}""", "malformed-body", "/pined malformed-json")]
    [InlineData("""{"origin":"asked"}""", "malformed-body", "/origin malformed-json")]
    [InlineData("""{"label":"a","label":"b"}""", "malformed-body", "/label malformed-json")]
    [InlineData("""["label"]""", "malformed-body", " malformed-json")]
    [InlineData("null", "malformed-body", " missing")]
    [InlineData("", "malformed-body", " missing")]
    public async Task A_faulty_body_is_refused_with_every_fault_and_changes_nothing(string patch, string code, string faults)
    {
        service.PublishNext();
        var before = await service.KeepAsync();
        using var answer = await service.PatchAsync(before.Text("id"), patch);
        Assert.Equal(faults, string.Join(", ", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, code)).Faults().Select(f => $"{f.Pointer} {f.Code}")));
        Assert.True(JsonElement.DeepEquals(before, await service.Admin.GetJsonAsync($"/api/v1/snapshots/{before.Text("id")}")));
    }

    [Fact]
    public async Task Texts_have_the_bounds_of_a_new_snapshot()
    {
        service.PublishNext();
        var id = (await service.KeepAsync()).Text("id");
        using var fits = await service.PatchAsync(id, $$"""{"label":"{{new string('l', 100)}}","reason":"{{new string('r', 1000)}}"}""");
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        using var answer = await service.PatchAsync(id, $$"""{"label":"{{new string('l', 101)}}","reason":"{{new string('r', 1001)}}"}""");
        Assert.Equal(["/label", "/reason"], (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults().Select(f => f.Pointer));
    }

    [Fact]
    public async Task An_id_of_no_snapshot_is_404_whatever_the_body_says()
    {
        using var answer = await service.PatchAsync("0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12", """{"label":""}""");
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "snapshot-not-found");
    }

    [Fact]
    public async Task An_imported_snapshot_is_renamed_but_not_released()
    {
        using var imported = await service.Admin.ImportAsync(ForeignSnapshot.Of(SampleHost.WithWeb).ToJsonString());
        var id = (await imported.ReadJsonAsync()).Text("id");
        using var refused = await service.PatchAsync(id, """{"label":"","pinned":false}""");
        var problem = await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("/label", "malformed-label"), ("/pinned", "no-revision")], problem.Faults());
        using var renamed = await service.PatchAsync(id, """{"label":"far away","pinned":true}""");
        var after = await renamed.ReadJsonAsync();
        Assert.Equal(("far away", "imported", true), (after.Text("label"), after.Text("origin"), after.GetProperty("pinned").GetBoolean()));
    }

    [Fact]
    public async Task Retention_keeps_what_was_pinned_and_removes_what_was_released()
    {
        var (pinned, released, left) = (await service.KeepAutomaticallyAsync(), await service.KeepNextAsync(), await service.KeepAutomaticallyAsync());
        await service.PatchedAsync(pinned.Id, """{"pinned":true}""");
        await service.PatchedAsync(released.Id, """{"pinned":false}""");
        service.PublishNext();
        await service.RaiseFloorAsync();
        await service.RetainAsync();
        await AssertKeptAsync(pinned);
        await AssertGoneAsync(released);
        await AssertGoneAsync(left);
        await service.AssertSoundAsync();
    }

    [Fact]
    public async Task What_the_history_no_longer_reaches_back_to_is_pinned_until_it_goes()
    {
        var automatic = await service.KeepAutomaticallyAsync();
        service.PublishNext();
        await service.RaiseFloorAsync();
        await service.PatchedAsync(automatic.Id, """{"pinned":true}""");
        await service.RetainAsync();
        await AssertKeptAsync(automatic);
        // Released again, it goes with the next run.
        await service.PatchedAsync(automatic.Id, """{"pinned":false}""");
        await AssertKeptAsync(automatic);
        await service.RetainAsync();
        await AssertGoneAsync(automatic);
        await service.AssertSoundAsync();
    }

    [Fact]
    public async Task A_revision_stays_that_another_snapshot_shows_too()
    {
        var kept = await service.KeepNextAsync();
        var released = await service.KeepAsync();
        await service.PatchedAsync(released.Text("id"), """{"pinned":false}""");
        service.PublishNext();
        await service.RaiseFloorAsync();
        await service.RetainAsync();
        await AssertKeptAsync(kept);
        using var gone = await service.Admin.SendAsync(HttpMethod.Get, $"/api/v1/snapshots/{released.Text("id")}");
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "snapshot-not-found");
    }

    private async Task AssertKeptAsync((string Id, long Revision, string Image) snapshot)
    {
        Assert.Equal(snapshot.Revision, (await service.Admin.GetJsonAsync($"/api/v1/snapshots/{snapshot.Id}")).GetProperty("revision").GetInt64());
        foreach (var at in new[] { snapshot.Id, $"{snapshot.Revision}" })
            Assert.Equal(snapshot.Image, (await service.Admin.GetJsonAsync($"/api/v1/containers/myweb?at={at}")).Text("image"));
    }

    private async Task AssertGoneAsync((string Id, long Revision, string Image) snapshot)
    {
        using var gone = await service.Admin.SendAsync(HttpMethod.Get, $"/api/v1/snapshots/{snapshot.Id}");
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "snapshot-not-found");
        using var revision = await service.Admin.SendAsync(HttpMethod.Get, $"/api/v1/containers?at={snapshot.Revision}");
        await revision.ReadProblemAsync(HttpStatusCode.NotFound, "moment-not-found");
    }

    /// <summary>A host that changes when a test says so, over a history of its own.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private readonly InProcessNetApi _api;
        private readonly LiveState _live;
        private int _published;

        public Service()
        {
            _live = new LiveState(_ => Task.FromResult(_live!.Current!));
            _api = new InProcessNetApi(services => services.Show(_live));
        }

        internal HttpClient Admin { get; private set; } = null!;

        public ValueTask InitializeAsync()
        {
            Admin = _api.Admin();
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            Admin.Dispose();
            await _api.DisposeAsync();
        }

        /// <summary>The host in a state that it never had.</summary>
        internal void PublishNext()
        {
            _published++;
            _api.Services.GetRequiredService<Revisions>().Publish(SampleHost.WithWeb with
            {
                HostId = _api.Services.GetRequiredService<HostIdentity>().Id,
                ObservedAt = SampleHost.ObservedAt.AddSeconds(_published),
                Containers = [SampleHost.Web with { Image = $"image-{_published}" }],
            });
        }

        /// <summary>A snapshot that somebody asks for, of the host as it is.</summary>
        internal async Task<JsonElement> KeepAsync()
        {
            using var answer = await Admin.SendAsync(HttpMethod.Post, "/api/v1/snapshots", HttpAnswers.Json("""{"label":"before","reason":"upgrade"}"""));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return await answer.ReadJsonAsync();
        }

        /// <summary>The same of a state that no other snapshot shows.</summary>
        internal async Task<(string Id, long Revision, string Image)> KeepNextAsync()
        {
            PublishNext();
            var kept = await KeepAsync();
            return (kept.Text("id"), kept.GetProperty("revision").GetInt64(), $"image-{_published}");
        }

        /// <summary>One that NetApi takes by itself.</summary>
        internal async Task<(string Id, long Revision, string Image)> KeepAutomaticallyAsync()
        {
            PublishNext();
            var state = _live.Current!;
            await _api.Services.GetRequiredService<HistoryWriter>().KeptAsync(state.Revision, Cancel);
            var kept = await _api.Services.GetRequiredService<SnapshotStore>().AddAsync(state, SnapshotOrigin.Scheduled, "schedule", null, null, isPinned: false, Cancel);
            return (kept!.Id, state.Revision, $"image-{_published}");
        }

        internal async Task<HttpResponseMessage> PatchAsync(string id, string patch, string type = "application/json")
        {
            using var body = new StringContent(patch, Encoding.UTF8, type);
            return await Admin.SendAsync(HttpMethod.Patch, $"/api/v1/snapshots/{id}", body);
        }

        internal async Task PatchedAsync(string id, string patch)
        {
            using var answer = await PatchAsync(id, patch);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        /// <summary>The history begins with the state of now.</summary>
        internal async Task RaiseFloorAsync()
        {
            await _api.Services.GetRequiredService<HistoryWriter>().KeptAsync(_live.Current!.Revision, Cancel);
            await _api.Services.GetRequiredService<HistoryStore>().RaiseFloorAsync(_live.Current!.Revision, Cancel);
        }

        internal async Task RetainAsync()
        {
            var retention = _api.Services.GetRequiredService<HistoryRetention>();
            await retention.RunAsync(TimeSpan.Zero, Cancel);
            Assert.Null(retention.Trouble);
        }

        internal async Task AssertSoundAsync() => Assert.True((await Admin.GetJsonAsync("/api/v1/history/check")).GetProperty("isSound").GetBoolean());
    }
}
