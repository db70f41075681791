using System.Net;
using System.Text;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests.Keys;

public sealed class KeysOverHttpTests
{
    private const string Keys = "/api/v1/keys";

    [Fact]
    public async Task A_key_works_from_its_creation_to_its_revocation()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        var (id, secret) = await CreateAsync(admin, "grafana", "read");
        using var grafana = api.Client(secret);
        Assert.Equal(HttpStatusCode.OK, (await StatusAsync(grafana, "/api/v1/bridges")));

        using var revoked = await admin.SendAsync(HttpMethod.Delete, $"{Keys}/{id}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(grafana, "/api/v1/bridges"));

        using var again = await admin.SendAsync(HttpMethod.Delete, $"{Keys}/{id}");
        await again.ReadProblemAsync(HttpStatusCode.NotFound, "key-not-found");
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_stored_nowhere()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        var (id, secret) = await CreateAsync(admin, "grafana", "read");

        var list = await admin.GetJsonAsync(Keys);
        Assert.Equal(["admin", "grafana"], list.Items().Select(k => k.Text("name")));
        Assert.Equal(["id", "name", "scopes", "createdAt"], list.Items().Single(k => k.Text("id") == id).EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(secret, list.ToString(), StringComparison.Ordinal);

        var adminSecret = (await File.ReadAllTextAsync(Path.Combine(api.DataDirectory, KeyVault.AdminKeyFile), TestContext.Current.CancellationToken)).Trim();
        var files = Directory.GetFiles(api.DataDirectory, "netapi.db*").ToDictionary(f => f, ReadShared);
        Assert.Contains(files.Values, bytes => bytes.AsSpan().IndexOf(ApiKey.DigestOf(secret).AsSpan()) >= 0);
        Assert.All(files, file => Assert.True(
            file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0 && file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(adminSecret)) < 0, file.Key));
    }

    [Fact]
    public async Task Every_fault_of_a_key_is_told_at_once()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        using var body = HttpAnswers.Json("{\"name\":\" \",\"scopes\":[\"read\",\"root\",\"Read\"]}");
        using var answer = await admin.SendAsync(HttpMethod.Post, Keys, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("/name", "malformed-name"), ("/scopes/1", "unknown-word"), ("/scopes/2", "unknown-word")], problem.Faults());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"scopes\":[]}")]
    public async Task Name_and_scopes_are_needed(string json)
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        using var body = HttpAnswers.Json(json);
        using var answer = await admin.SendAsync(HttpMethod.Post, Keys, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal([("/name", "malformed-name"), ("/scopes", "missing")], problem.Faults());
    }

    [Fact]
    public async Task The_last_admin_key_cannot_be_revoked_and_the_last_but_one_can()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        var first = (await admin.GetJsonAsync(Keys)).Items().Single().Text("id");
        using var refused = await admin.SendAsync(HttpMethod.Delete, $"{Keys}/{first}");
        await refused.ReadProblemAsync(HttpStatusCode.Conflict, "wrong-state");

        var (_, secret) = await CreateAsync(admin, "second", "admin");
        using var second = api.Client(secret);
        using var revoked = await second.SendAsync(HttpMethod.Delete, $"{Keys}/{first}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(admin, Keys));
    }

    [Fact]
    public async Task Of_two_admins_that_revoke_each_other_at_once_one_stays()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        await CreateAsync(admin, "second", "admin");
        var ids = (await admin.GetJsonAsync(Keys)).Items().Select(k => k.Text("id")).ToList();
        var vault = (KeyVault)api.Services.GetService(typeof(KeyVault))!;
        var outcomes = await Task.WhenAll(ids.Select(id => Task.Run(() => vault.RevokeAsync(id, TestContext.Current.CancellationToken))));
        Assert.Equal([Revocation.Revoked, Revocation.LastAdmin], outcomes.Order());
    }

    [Fact]
    public async Task Keys_survive_a_restart_and_revoked_ones_stay_revoked()
    {
        var data = Directory.CreateTempSubdirectory("netapi-test-");
        try
        {
            string kept, gone, adminKey;
            await using (var first = new InProcessNetApi(edge: null, data.FullName))
            {
                using var admin = first.Admin();
                (_, kept) = await CreateAsync(admin, "kept", "read");
                (var id, gone) = await CreateAsync(admin, "gone", "read");
                (await admin.SendAsync(HttpMethod.Delete, $"{Keys}/{id}")).Dispose();
                adminKey = await AdminKeyAsync(data);
            }
            await using var second = new InProcessNetApi(edge: null, data.FullName);
            using var keptClient = second.Client(kept);
            using var goneClient = second.Client(gone);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(keptClient, "/api/v1/bridges"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(goneClient, "/api/v1/bridges"));
            Assert.Equal(adminKey, await AdminKeyAsync(data));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_admin_key_is_its_owners_alone_and_written_whole()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, Keys));
        var file = Path.Combine(api.DataDirectory, KeyVault.AdminKeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Matches("^netapi_[A-Za-z0-9_-]{43}\n$", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(file + ".new"));
    }

    [Fact]
    public async Task A_lost_admin_key_is_renewed_on_purpose_and_the_old_one_stays_in_force()
    {
        var data = Directory.CreateTempSubdirectory("netapi-test-");
        try
        {
            string old;
            await using (var first = new InProcessNetApi(edge: null, data.FullName))
            {
                using var admin = first.Admin();
                old = await AdminKeyAsync(data);
            }
            await using var second = new InProcessNetApi(edge: null, data.FullName, new Dictionary<string, string> { ["NetApi:RenewAdminKey"] = "true" });
            using var renewed = second.Admin();
            using var before = second.Client(old);
            Assert.NotEqual(old, await AdminKeyAsync(data));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(renewed, Keys));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(before, Keys));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<(string Id, string Secret)> CreateAsync(HttpClient admin, string name, string scope)
    {
        using var body = HttpAnswers.Json($"{{\"name\":\"{name}\",\"scopes\":[\"{scope}\"]}}");
        using var answer = await admin.SendAsync(HttpMethod.Post, Keys, body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var key = await answer.ReadJsonAsync();
        Assert.Equal($"{Keys}/{key.Text("id")}", answer.Headers.Location?.ToString());
        return (key.Text("id"), key.Text("secret"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    private static async Task<string> AdminKeyAsync(DirectoryInfo data) =>
        (await File.ReadAllTextAsync(Path.Combine(data.FullName, KeyVault.AdminKeyFile), TestContext.Current.CancellationToken)).Trim();

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
