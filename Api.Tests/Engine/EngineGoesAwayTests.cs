using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The engine goes away and comes back, with NetApi between them all the while.</summary>
[Collection(nameof(ExclusiveLab))]
[Trait("Ring", "Engine")]
public sealed class EngineGoesAwayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_kernel_shows_keeps_working_while_the_engine_is_away()
    {
        Ring.Engine();
        await using var wire = new CuttableWire(Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST")!["unix://".Length..]);
        await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{wire.Path}" });

        await Answers(api, "/api/v1/containers", 200);
        wire.Cut();
        var problem = await AnswersSoon(api, "/api/v1/containers", 503);
        Assert.Equal("engine-unavailable", problem["code"]!.ToString());
        Assert.Contains("/api/v1/bridges", problem["detail"]!.ToString(), StringComparison.Ordinal);
        await Answers(api, "/api/v1/networks", 503);
        await Answers(api, "/api/v1/images", 503);
        await Answers(api, "/api/v1/port-forwards", 503);

        var bridges = await Answers(api, "/api/v1/bridges", 200);
        Assert.Contains(bridges["items"]!.AsArray(), b => b!["name"]!.ToString() == "docker0");
        Assert.False((bool)bridges["complete"]!);
        Assert.Contains(bridges["gaps"]!.AsArray(), g => g!["scope"]!.ToString() == "engine");
        await Answers(api, "/api/v1/veth-pairs", 200);
        await Answers(api, "/api/v1/namespaces", 200);
        var host = await Answers(api, "/api/v1/host", 200);
        Assert.Null(host["engine"]);
        Assert.Contains(host["gaps"]!.AsArray(), g => g!["code"]!.ToString() == "engine-unavailable");

        wire.Mend();
        await AnswersSoon(api, "/api/v1/containers", 200);
        Assert.NotNull((await Answers(api, "/api/v1/host", 200))["engine"]);
    }

    // NetApi learns of it a moment later than this test, by the end of the event stream.
    private static async Task<JsonNode> AnswersSoon(NetApiProcess api, string path, int status)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await api.Admin.GetAsync(new Uri(path, UriKind.Relative), deadline.Token);
            if ((int)answer.StatusCode == status)
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(deadline.Token))!;
        }
    }

    private static async Task<JsonNode> Answers(NetApiProcess api, string path, int status)
    {
        using var answer = await api.Admin.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True((int)answer.StatusCode == status, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
