using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Tests.Domain;
using NetApi.Tests.Snapshots;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>What is answered while the database cannot be read: its file is away.</summary>
public sealed class UnreadableStoreTests(UnreadableStoreTests.Service service) : IClassFixture<UnreadableStoreTests.Service>
{
    [Theory]
    [InlineData("GET", "history")]
    [InlineData("GET", "history?from=-1h")]
    [InlineData("GET", "history/addresses/172.17.0.7")]
    [InlineData("GET", "history/macs/02:42:ac:11:00:07")]
    [InlineData("GET", "history/ports/8000")]
    [InlineData("GET", "history/containers/myweb")]
    [InlineData("GET", "history/check")]
    [InlineData("GET", "history/backup")]
    [InlineData("GET", "links?at=SNAPSHOT")]
    [InlineData("GET", "diff?from=SNAPSHOT")]
    [InlineData("GET", "snapshots")]
    [InlineData("POST", "snapshots")]
    [InlineData("GET", "snapshots/SNAPSHOT")]
    [InlineData("PATCH", "snapshots/SNAPSHOT")]
    [InlineData("DELETE", "snapshots/SNAPSHOT")]
    [InlineData("GET", "snapshots/SNAPSHOT/export")]
    [InlineData("POST", "snapshots/import")]
    public async Task Whatever_needs_it_is_503(string method, string path)
    {
        using var body = path == "snapshots/import" ? HttpAnswers.Json(ForeignSnapshot.Of(SampleHost.WithWeb).ToJsonString()) : method == "PATCH" ? HttpAnswers.Json("{}") : null;
        using var answer = await service.Admin.SendAsync(new HttpMethod(method), $"/api/v1/{path.Replace("SNAPSHOT", service.Snapshot, StringComparison.Ordinal)}", body);
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable");
    }

    [Fact]
    public async Task The_status_says_why_and_the_live_state_is_shown()
    {
        var status = await service.Admin.GetJsonAsync("/api/v1/history/status");
        Assert.False(status.GetProperty("healthy").GetBoolean());
        Assert.Contains(Database.FileName, status.Text("lastError"), StringComparison.Ordinal);
        // Both are the writer's, which may have found out for itself by now.
        Assert.Equal(status.GetProperty("degradedSince").ToString(), status.GetProperty("lastErrorAt").ToString());
        Assert.All(["oldest", "newest", "size"], member => Assert.Equal(JsonValueKind.Null, status.GetProperty(member).ValueKind));
        Assert.NotEmpty((await service.Admin.GetJsonAsync("/api/v1/links")).Items());
    }

    /// <summary>One NetApi for the class, with a snapshot in a file that is away.</summary>
    public sealed class Service : IAsyncLifetime
    {
        private readonly InProcessNetApi _api = new();

        internal HttpClient Admin { get; private set; } = null!;

        internal string Snapshot { get; private set; } = null!;

        private string File => Path.Combine(_api.DataDirectory, Database.FileName);

        public async ValueTask InitializeAsync()
        {
            Admin = _api.Admin();
            using var kept = await Admin.SendAsync(HttpMethod.Post, "/api/v1/snapshots");
            Snapshot = (await kept.ReadJsonAsync()).Text("id");
            System.IO.File.Move(File, File + ".away");
            SqliteConnection.ClearAllPools();
        }

        public async ValueTask DisposeAsync()
        {
            System.IO.File.Move(File + ".away", File);
            Admin.Dispose();
            await _api.DisposeAsync();
        }
    }
}
