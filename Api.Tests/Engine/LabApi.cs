using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>NetApi as a process of its own in the lab, asked over HTTP, beside the tools that tell the truth from another side.</summary>
public sealed class LabApi : IAsyncLifetime
{
    private NetApiProcess _api = null!;

    /// <summary>The lab's address on its eth0.</summary>
    public static string HostAddress => Environment.GetEnvironmentVariable("NETAPI_LAB_HOST_ADDRESS")!;

    /// <summary>A client that sends the admin key.</summary>
    public HttpClient Admin => _api.Admin;

    /// <summary>Where NetApi listens.</summary>
    public Uri Address => _api.Address;

    /// <summary>What the admin key is.</summary>
    public string AdminKey => Admin.DefaultRequestHeaders.Authorization!.Parameter!;

    public async ValueTask InitializeAsync()
    {
        // Without a lab the tests say themselves that they did not run: a fixture cannot skip.
        if (Ring.HasEngine)
            _api = await NetApiProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
    }

    /// <summary>Asks, and fails with the answer's body where its status is another than <paramref name="status"/>.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, int status, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Admin.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{method} {path} answered {(int)answer.StatusCode} instead of {status}: {text}");
        if (status >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (status == 201)
            Assert.NotNull(answer.Headers.Location);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path, 200))!;

    public async Task<JsonNode> PostAsync(string path, int status, object body) => (await SendAsync(HttpMethod.Post, path, status, body))!;

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, 204);

    /// <summary>Runs a tool in the lab's namespace and gives what it printed.</summary>
    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {await error}");
        return await output;
    }

    /// <summary>Runs <c>ip -j …</c> in the lab's namespace, or in the one of a process.</summary>
    public static async Task<JsonArray> IpAsync(int? pid, params string[] arguments) => JsonNode.Parse(pid is null
        ? await RunAsync("ip", ["-j", "-d", .. arguments])
        : await RunAsync("nsenter", [$"--net=/proc/{pid}/ns/net", "ip", "-j", "-d", .. arguments]))!.AsArray();
}
