using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>The engine goes out of reach in the middle of a change, and lives on.</summary>
[Trait("Ring", "Engine")]
public sealed class EngineIsCutTests
{
    private const string Answered = "HTTP/1.1 201 Created";

    [Fact]
    public async Task A_creation_whose_answer_is_lost_is_undone_where_the_engine_is_within_reach()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var name = lab.NewContainerName();

        cut.Wire.BreakAt(Answered);
        await cut.UnavailableAsync(HttpMethod.Post, "/containers", Sleeping(name));
        Assert.False(await lab.ExistsAsync("container", name));
        var created = await cut.SendAsync(HttpMethod.Post, "/containers", 201, Sleeping(name));
        Assert.Equal("running", created!["state"]!.ToString());
    }

    [Fact]
    public async Task A_creation_whose_answer_is_lost_with_the_engine_leaves_what_its_name_finds()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var name = lab.NewContainerName();

        cut.Wire.CutAt(Answered);
        var problem = await cut.UnavailableAsync(HttpMethod.Post, "/containers", Sleeping(name));
        Assert.Contains($"GET /api/v1/containers/{name}", problem["detail"]!.ToString(), StringComparison.Ordinal);
        await cut.BridgesStillShowAsync();
        cut.Wire.Mend();
        Assert.Equal("created", (await cut.SendAsync(HttpMethod.Get, $"/containers/{name}", 200))!["state"]!.ToString());
        await cut.SendAsync(HttpMethod.Delete, $"/containers/{name}", 204);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task A_start_that_cannot_be_asked_for_takes_the_container_with_it()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var name = lab.NewContainerName();

        cut.Wire.BreakAt("/start HTTP/1.1");
        var problem = await cut.UnavailableAsync(HttpMethod.Post, "/containers", Sleeping(name));
        Assert.DoesNotContain("DELETE", problem["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task A_container_that_cannot_be_removed_again_is_named()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var name = lab.NewContainerName();

        cut.Wire.CutAt("/start HTTP/1.1");
        var problem = await cut.UnavailableAsync(HttpMethod.Post, "/containers", Sleeping(name));
        var id = (await lab.InspectAsync("container", name)).GetProperty("Id").GetString();
        Assert.Contains($"DELETE /api/v1/containers/{id}?force=true", problem["detail"]!.ToString(), StringComparison.Ordinal);
        await cut.BridgesStillShowAsync();
        cut.Wire.Mend();
        await cut.SendAsync(HttpMethod.Delete, $"/containers/{id}?force=true", 204);
        Assert.False(await lab.ExistsAsync("container", name));
    }

    [Fact]
    public async Task An_attachment_that_was_cut_off_can_be_asked_for_again()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var (name, network) = (lab.NewContainerName(), lab.NewNetworkName());
        await cut.SendAsync(HttpMethod.Post, "/containers", 201, Sleeping(name));
        await cut.SendAsync(HttpMethod.Post, "/networks", 201, new { name = network });

        cut.Wire.CutAt("/connect HTTP/1.1");
        await cut.UnavailableAsync(HttpMethod.Put, $"/networks/{network}/containers/{name}", new { });
        await cut.BridgesStillShowAsync();
        Assert.Equal(["bridge"], await NetworksOfAsync(lab, name));
        cut.Wire.Mend();
        await cut.SendAsync(HttpMethod.Put, $"/networks/{network}/containers/{name}", 201, new { });
        Assert.Equal(["bridge", network], await NetworksOfAsync(lab, name));
        await cut.SendAsync(HttpMethod.Delete, $"/containers/{name}?force=true", 204);
    }

    [Fact]
    public async Task A_pull_that_was_cut_off_ends_as_a_failed_operation()
    {
        Ring.Engine();
        await using var cut = await CutApi.StartAsync();
        var reference = $"{Environment.GetEnvironmentVariable("NETAPI_LAB_REGISTRY")}/netapi/busybox:1";

        cut.Wire.CutAt("Digest: ");
        var begun = (await cut.SendAsync(HttpMethod.Post, "/images/pull", 202, new { reference }))!;
        var ended = await cut.FinishedAsync(begun["id"]!.ToString());
        Assert.Equal(("failed", "engine-unavailable"), (ended["state"]!.ToString(), ended["problem"]!["code"]!.ToString()));
        await cut.BridgesStillShowAsync();
        cut.Wire.Mend();
        begun = (await cut.SendAsync(HttpMethod.Post, "/images/pull", 202, new { reference }))!;
        Assert.Equal("succeeded", (await cut.FinishedAsync(begun["id"]!.ToString()))["state"]!.ToString());
    }

    [Fact]
    public async Task A_stop_that_was_cut_off_leaves_the_container_running_and_can_be_asked_for_again()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var cut = await CutApi.StartAsync();
        var name = lab.NewContainerName();
        await cut.SendAsync(HttpMethod.Post, "/containers", 201, Sleeping(name));

        cut.Wire.CutAt("/stop");
        await cut.UnavailableAsync(HttpMethod.Post, $"/containers/{name}/stop?timeoutSeconds=0");
        await cut.BridgesStillShowAsync();
        Assert.True((await lab.InspectAsync("container", name)).GetProperty("State").GetProperty("Running").GetBoolean());
        cut.Wire.Mend();
        Assert.Equal("exited", (await cut.SendAsync(HttpMethod.Post, $"/containers/{name}/stop?timeoutSeconds=0", 200))!["state"]!.ToString());
    }

    private static object Sleeping(string name) => new { name, image = LabDocker.Busybox, command = new[] { "sleep", "600" }, pull = "never", start = true };

    private static async Task<IEnumerable<string>> NetworksOfAsync(LabDocker lab, string container) =>
        (await lab.InspectAsync("container", container)).GetProperty("NetworkSettings").GetProperty("Networks").EnumerateObject().Select(n => n.Name).Order(StringComparer.Ordinal);
}
