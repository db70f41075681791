using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The engine is killed and started again under a running NetApi: what became of its containers meanwhile is in the history, with the time between which it happened.</summary>
[Trait("Ring", "Engine")]
public sealed class HistoryOfEngineLossTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_engine_did_while_it_was_away_is_told_when_it_is_back()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync();
        await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host }, netns: engine.Netns);
        var id = await engine.RunAsync("web", "-p", "8322:80");
        await UntilAsync(api, "/containers?name=web&state=running", HttpStatusCode.OK, a => a["items"]!.AsArray().Count == 1);
        var address = (await engine.InspectAsync("container", "web")).GetProperty("NetworkSettings").GetProperty("Networks").GetProperty("bridge").GetProperty("IPAddress").GetString()!;

        await engine.KillAsync();
        await UntilAsync(api, "/containers", HttpStatusCode.ServiceUnavailable, _ => true);
        var inside = DateTimeOffset.UtcNow;
        // It may be there still, as far as is known.
        Assert.Null((await GetAsync(api, "/history/containers/web"))["items"]![0]!["span"]!["until"]);

        // Without live-restore an engine ends what it finds running.
        await engine.LaunchAsync("{}");
        await UntilAsync(api, "/containers?name=web&state=exited", HttpStatusCode.OK, a => a["items"]!.AsArray().Count == 1);
        var back = DateTimeOffset.UtcNow;

        var told = (await GetAsync(api, "/history?container=web&entity=container,publishedPort"))["items"]!.AsArray();
        var stopped = told.First(e => e!["entity"]!.ToString() == "container")!;
        Assert.StartsWith("container web ended", stopped["summary"]!.ToString(), StringComparison.Ordinal);
        AssertBetween(stopped["notBefore"], inside, stopped["at"], back);
        var closed = told.First(e => e!["entity"]!.ToString() == "publishedPort" && e["kind"]!.ToString() == "removed")!;
        AssertBetween(closed["notBefore"], inside, closed["at"], back);
        Assert.Contains((await GetAsync(api, "/history?entity=gap"))["items"]!.AsArray(), e => e!["kind"]!.ToString() == "interruption" && e["key"]!.ToString() == "engine");

        var life = Assert.Single((await GetAsync(api, "/history/containers/web"))["items"]!.AsArray())!;
        Assert.Equal((id, null), (life["id"]!.ToString(), life["span"]!["until"]));
        Assert.Equal(["exited", "running"], life["runs"]!.AsArray().Select(r => r!["state"]!.ToString()).Where(s => s != "created"));
        var held = (await GetAsync(api, "/history/ports/8322"))["items"]!.AsArray().First(l => l!["kind"]!.ToString() == "published")!;
        AssertBetween(held["span"]!["until"]!["notBefore"], inside, held["span"]!["until"]!["at"], back);
        Assert.Contains((await GetAsync(api, $"/history/addresses/{address}"))["items"]!.AsArray(), l => l!["owner"]!["container"]?.ToString() == "web");

        // A moment in between says that it does not know.
        var then = await GetAsync(api, $"/topology?at={Uri.EscapeDataString(inside.ToString("O", CultureInfo.InvariantCulture))}");
        Assert.False((bool)then["complete"]!);
        Assert.Contains(then["gaps"]!.AsArray(), g => g!["scope"]!.ToString() == "engine");
        Assert.Contains(then["gaps"]!.AsArray(), g => g!["scope"]!.ToString() == "history");
    }

    // It happened before it was seen, and not earlier than what is said: both around the loss.
    private static void AssertBetween(JsonNode? notBefore, DateTimeOffset inside, JsonNode? at, DateTimeOffset back)
    {
        Assert.InRange(Time(notBefore), inside.AddMinutes(-1), inside);
        Assert.InRange(Time(at), inside, back);
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse(node!.ToString(), CultureInfo.InvariantCulture);

    // It learns of it a moment later than this test, by the end of the event stream.
    private static async Task UntilAsync(NetApiProcess api, string path, HttpStatusCode status, Func<JsonNode, bool> isThere)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await api.Admin.GetAsync(new Uri($"/api/v1{path}", UriKind.Relative), deadline.Token);
            if (answer.StatusCode == status && isThere(JsonNode.Parse(await answer.Content.ReadAsStringAsync(deadline.Token))!))
                return;
        }
    }

    private static async Task<JsonNode> GetAsync(NetApiProcess api, string path)
    {
        using var answer = await api.Admin.GetAsync(new Uri($"/api/v1{path}", UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
