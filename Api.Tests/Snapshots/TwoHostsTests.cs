using System.Net;
using Xunit;

namespace NetApi.Tests.Snapshots;

/// <summary>Two NetApis as users start them, each with a data directory and a host id of its own.</summary>
public sealed class TwoHostsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_goes_to_another_NetApi_and_back()
    {
        var noEngine = new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" };
        await using var one = await NetApiProcess.StartAsync(noEngine);
        await using var two = await NetApiProcess.StartAsync(noEngine);
        var (firstHost, secondHost) = ((await one.Admin.GetJsonAsync("/api/v1/host")).Text("id"), (await two.Admin.GetJsonAsync("/api/v1/host")).Text("id"));
        Assert.NotEqual(firstHost, secondHost);

        using var taken = await one.Admin.SendAsync(HttpMethod.Post, "/api/v1/snapshots", HttpAnswers.Json("""{"label":"before","reason":"upgrade"}"""));
        var original = (await taken.ReadJsonAsync()).Text("id");
        var document = await one.Admin.GetStringAsync(new Uri($"/api/v1/snapshots/{original}/export", UriKind.Relative), Cancel);
        Assert.True(SnapshotSchema.Accepts(document));

        var abroad = await ImportAsync(two, document, firstHost);
        Assert.Equal(document, await two.Admin.GetStringAsync(new Uri($"/api/v1/snapshots/{abroad}/export", UriKind.Relative), Cancel));
        var live = await two.Admin.GetJsonAsync($"/api/v1/diff?from={abroad}&to=live");
        Assert.Equal(abroad, live.GetProperty("from").Text("id"));
        var links = await two.Admin.GetJsonAsync($"/api/v1/links?at={abroad}");
        Assert.Contains(links.Items(), l => l.Text("name") == "lo");

        // It has no place in the other host's history, which stays sound.
        foreach (var bound in (string[])["from", "to"])
        {
            using var refused = await two.Admin.GetAsync(new Uri($"/api/v1/history?{bound}={abroad}", UriKind.Relative), Cancel);
            Assert.Equal([($"?{bound}", "other-host")], (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "validation-failed")).Faults());
        }
        Assert.True((await two.Admin.GetJsonAsync("/api/v1/history/check")).GetProperty("isSound").GetBoolean());

        var back = await ImportAsync(one, document, firstHost);
        var same = await one.Admin.GetJsonAsync($"/api/v1/diff?from={original}&to={back}");
        Assert.Empty(same.GetProperty("changes").EnumerateArray());
        await one.Admin.GetJsonAsync($"/api/v1/diff?from={back}&to=live");
    }

    private static async Task<string> ImportAsync(NetApiProcess api, string document, string hostId)
    {
        using var answer = await api.Admin.ImportAsync(document);
        var snapshot = await answer.ReadJsonAsync();
        Assert.Equal((HttpStatusCode.Created, hostId, "imported"), (answer.StatusCode, snapshot.Text("hostId"), snapshot.Text("origin")));
        return snapshot.Text("id");
    }
}
