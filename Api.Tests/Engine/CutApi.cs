using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>NetApi as a process of its own, on a wire to the lab's engine that can be cut.</summary>
internal sealed class CutApi : IAsyncDisposable
{
    private readonly NetApiProcess _api;

    private CutApi(CuttableWire wire, NetApiProcess api) => (Wire, _api) = (wire, api);

    public CuttableWire Wire { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CutApi> StartAsync()
    {
        var wire = new CuttableWire(Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST")!["unix://".Length..]);
        try
        {
            return new CutApi(wire, await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{wire.Path}" }));
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, int status, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _api.Admin.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True((int)answer.StatusCode == status, $"{method} {path} answered {(int)answer.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Asks for what cannot be done while the wire is cut, and gives the problem.</summary>
    public async Task<JsonNode> UnavailableAsync(HttpMethod method, string path, object? body = null)
    {
        var problem = (await SendAsync(method, path, 503, body))!;
        Assert.Equal("engine-unavailable", problem["code"]!.ToString());
        Assert.Contains("/api/v1/bridges", problem["detail"]!.ToString(), StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The kernel's view needs no engine, and says that it is without one.</summary>
    public async Task BridgesStillShowAsync()
    {
        // NetApi may learn of the cut a moment after this test did, by the end of the event stream.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        JsonNode bridges;
        do
        {
            deadline.Token.ThrowIfCancellationRequested();
            bridges = (await SendAsync(HttpMethod.Get, "/bridges", 200))!;
        }
        while (!bridges["gaps"]!.AsArray().Any(g => g!["scope"]!.ToString() == "engine"));
        Assert.Contains(bridges["items"]!.AsArray(), b => b!["name"]!.ToString() == "docker0");
    }

    /// <summary>The operation when it has ended.</summary>
    public async Task<JsonNode> FinishedAsync(string operation)
    {
        await using var events = await _api.Admin.GetStreamAsync(new Uri($"/api/v1/operations/{operation}/events", UriKind.Relative), Cancel);
        await foreach (var item in SseParser.Create(events, (_, data) => JsonNode.Parse(data)!).EnumerateAsync(Cancel))
        {
            if (item.EventType == "finished")
                return item.Data;
        }
        throw new InvalidOperationException("The stream ended without a finished event.");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await Wire.DisposeAsync();
    }
}
