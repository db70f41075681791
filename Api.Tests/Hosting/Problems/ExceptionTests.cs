using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Hosting.Problems;

/// <summary>Faults of NetApi itself, of the database and of the engine.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public async Task What_nobody_expected_is_500_and_keeps_its_secrets()
    {
        await using var api = new InProcessNetApi(services => services.Show(
            new LiveState(_ => throw new InvalidOperationException("secret words"))));
        using var client = api.Admin();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/v1/bridges");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("secret words", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, "capability-missing", "open /proc/thread-self/ns/net: EACCES")]
    [InlineData(24, "kernel-refused", "open /proc/thread-self/ns/net: EMFILE")]
    public async Task A_refusal_of_the_kernel_is_503_in_its_own_words(int errno, string code, string words)
    {
        await using var api = new InProcessNetApi(services => services.Show(
            new LiveState(_ => throw new NetlinkException("open /proc/thread-self/ns/net", errno))));
        using var client = api.Admin();
        foreach (var path in (string[])["/api/v1/bridges", "/api/v1/veth-pairs", "/api/v1/namespaces"])
        {
            using var answer = await client.SendAsync(HttpMethod.Get, path);
            var problem = await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, code);
            Assert.StartsWith(words, problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_engine_its_endpoints_are_503_and_say_what_still_works()
    {
        await using var api = new InProcessNetApi();
        using var client = api.Admin();
        foreach (var path in (string[])["/api/v1/containers", "/api/v1/containers/web", "/api/v1/port-forwards", "/api/v1/containers/web/path"])
        {
            using var answer = await client.SendAsync(HttpMethod.Get, path);
            var problem = await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
            Assert.Contains("What the kernel shows keeps working: /api/v1/bridges", problem.Text("detail"), StringComparison.Ordinal);
            Assert.Contains("no-engine.sock", problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("POST", "/api/v1/containers", "{\"image\":\"nginx\"}")]
    [InlineData("POST", "/api/v1/containers/web/start", null)]
    [InlineData("POST", "/api/v1/containers/web/stop", null)]
    [InlineData("POST", "/api/v1/containers/web/restart", null)]
    [InlineData("DELETE", "/api/v1/containers/web", null)]
    public async Task Without_the_engine_nothing_is_changed(string method, string path, string? json)
    {
        await using var api = new InProcessNetApi();
        using var client = api.Admin();
        using var body = json is null ? null : HttpAnswers.Json(json);
        using var answer = await client.SendAsync(new HttpMethod(method), path, body);
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
    }

    [Theory]
    [InlineData("/api/v1/bridges")]
    [InlineData("/api/v1/veth-pairs")]
    [InlineData("/api/v1/namespaces")]
    public async Task Without_the_engine_kernel_views_answer_and_name_the_gap(string path)
    {
        await using var api = new InProcessNetApi();
        using var client = api.Admin();
        var page = await client.GetJsonAsync(path);
        Assert.False(page.GetProperty("complete").GetBoolean());
        Assert.Contains(page.GetProperty("gaps").EnumerateArray(), g => g.Text("scope") == "engine" && g.Text("code") == "engine-unavailable");
    }

    [Fact]
    public async Task Without_the_engine_the_host_says_what_cannot_be_seen()
    {
        await using var api = new InProcessNetApi();
        using var client = api.Admin();
        var host = await client.GetJsonAsync("/api/v1/host");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, host.GetProperty("engine").ValueKind);
        Assert.Contains(host.GetProperty("gaps").EnumerateArray(), g => g.Text("scope") == "engine");
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_is_503_and_reading_goes_on()
    {
        await using var api = new InProcessNetApi(services => services.Replace(ServiceDescriptor.Singleton(provider => Database.Open(
            provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<NetApiOptions>>().Value.DataDirectory,
            TimeProvider.System,
            Migration.Embedded,
            TimeSpan.FromSeconds(1)))));
        using var client = api.Admin();
        await using var other = new SqliteConnection($"Data Source={Path.Combine(api.DataDirectory, Database.FileName)};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await other.ExecuteAsync("BEGIN IMMEDIATE");

        using var body = HttpAnswers.Json("{\"name\":\"late\",\"scopes\":[\"read\"]}");
        using var answer = await client.SendAsync(HttpMethod.Post, "/api/v1/keys", body);
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable");
        Assert.DoesNotContain((await client.GetJsonAsync("/api/v1/keys")).Items(), k => k.Text("name") == "late");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        await using var api = new InProcessNetApi().OnKestrel();
        using var client = api.Admin();
        using var body = HttpAnswers.Json($"{{\"name\":\"{new string('x', 300 * 1024)}\"}}");
        using var answer = await client.SendAsync(HttpMethod.Post, "/api/v1/keys", body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        Assert.Equal("A body has at most 262144 bytes.", problem.Text("detail"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_chunked_body_beyond_the_limit_is_413()
    {
        await using var api = new InProcessNetApi().OnKestrel();
        using var client = api.Admin();
        using var body = HttpAnswers.Json($"{{\"name\":\"{new string('x', 300 * 1024)}\"}}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys") { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }
}
