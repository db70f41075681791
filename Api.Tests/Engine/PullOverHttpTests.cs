using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Xunit;

namespace NetApi.Tests.Engine;

[Trait("Ring", "Engine")]
public sealed class PullOverHttpTests(LabApi api) : IClassFixture<LabApi>
{
    private static readonly string Registry = Environment.GetEnvironmentVariable("NETAPI_LAB_REGISTRY") ?? "127.0.0.1:5000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_of_several_layers_is_pulled_and_its_bytes_are_counted()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var reference = $"{Registry}/netapi/layers:{Guid.NewGuid():N}";
        await PushLayersAsync(lab, reference);
        try
        {
            var started = await client.PostAsJsonAsync("/api/v1/images/pull", new { reference }, Token);
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            var last = await FinishedAsync(client, started.Headers.Location!);
            Assert.Equal("succeeded", last.GetProperty("state").GetString());
            var progress = last.GetProperty("progress");
            Assert.Equal(2, progress.GetProperty("layersTotal").GetInt32());
            Assert.Equal(2, progress.GetProperty("layersDone").GetInt32());
            var bytes = progress.GetProperty("bytes");
            Assert.InRange(bytes.GetProperty("total").GetInt64(), 8 << 20, 16 << 20);
            Assert.Equal(bytes.GetProperty("total").GetInt64(), bytes.GetProperty("current").GetInt64());
            var image = await lab.InspectAsync("image", reference);
            Assert.Equal(image.GetProperty("Id").GetString(), last.GetProperty("result").GetProperty("imageId").GetString());
            var listed = await client.GetFromJsonAsync<JsonElement>($"/api/v1/images?reference={reference}", Token);
            Assert.Equal(image.GetProperty("Id").GetString(), Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        }
        finally
        {
            await lab.DockerAsync("image", "rm", reference);
        }
    }

    [Theory]
    [InlineData("netapi/no-such:1", "image-unknown")]
    [InlineData("netapi/busybox:no-such-tag", "image-unknown")]
    public async Task An_image_that_the_registry_does_not_hold_fails_in_the_operation(string name, string code)
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var started = await client.PostAsJsonAsync("/api/v1/images/pull", new { reference = $"{Registry}/{name}" }, Token);
        var last = await FinishedAsync(client, started.Headers.Location!);
        Assert.Equal("failed", last.GetProperty("state").GetString());
        Assert.Equal(code, last.GetProperty("problem").GetProperty("code").GetString());
        Assert.Contains("not found", last.GetProperty("problem").GetProperty("engineMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_where_nobody_listens_is_told_in_the_engines_words()
    {
        await using var lab = new LabDocker();
        var client = api.Admin;
        var started = await client.PostAsJsonAsync("/api/v1/images/pull", new { reference = "127.0.0.1:1/netapi/busybox:1" }, Token);
        var problem = (await FinishedAsync(client, started.Headers.Location!)).GetProperty("problem");
        Assert.Equal("engine-failed", problem.GetProperty("code").GetString());
        Assert.Contains("connection refused", problem.GetProperty("engineMessage").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> FinishedAsync(HttpClient client, Uri location)
    {
        await using var events = await client.GetStreamAsync(location + "/events", Token);
        await foreach (var item in SseParser.Create(events, (_, data) => JsonElement.Parse(data)).EnumerateAsync(Token))
        {
            if (item.EventType == "finished")
                return item.Data;
        }
        throw new InvalidOperationException("The stream ended without a finished event.");
    }

    // Random bytes, as they neither compress nor are there already.
    private static async Task PushLayersAsync(LabDocker lab, string reference)
    {
        var maker = lab.NewContainerName();
        await lab.DockerAsync("run", "--name", maker, LabDocker.Busybox, "sh", "-c", "/bin/busybox dd if=/dev/urandom of=/random bs=1M count=8");
        await lab.DockerAsync("commit", maker, reference);
        await lab.DockerAsync("push", "-q", reference);
        await lab.DockerAsync("rm", maker);
        await lab.DockerAsync("image", "rm", reference);
    }
}
