using System.Text.Json;
using NetApi.Tests.Events;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>What an engine tells no event of is shown, by what the kernel shows of it.</summary>
[Trait("Ring", "Engine")]
public sealed class SilentChangesTests
{
    [Fact]
    public async Task A_swarm_is_shown_when_it_is_made_and_when_it_is_left_though_nobody_asks_the_engine()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync();
        await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host }, netns: engine.Netns);
        using var events = await Listener.OpenAsync(api.Admin);
        Assert.Equal(["bridge", "host", "none"], await NetworksAsync(api));
        engine.Netns.Ip("addr add 203.0.113.1/24 dev lo");

        await engine.DockerAsync("swarm", "init", "--advertise-addr", "203.0.113.1", "--listen-addr", "203.0.113.1:2377");
        await UntilAsync(api, events, "active", "bridge", "docker_gwbridge", "host", "ingress", "none");

        await engine.DockerAsync("swarm", "leave", "--force");
        await UntilAsync(api, events, "inactive", "bridge", "docker_gwbridge", "host", "none");
    }

    [Fact]
    public async Task A_swarm_that_a_worker_joins_is_shown_though_nobody_asks_its_engine()
    {
        Ring.Engine();
        await using var manager = await OwnEngine.StartAsync();
        await using var worker = await OwnEngine.StartAsync();
        await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = worker.Host }, netns: worker.Netns);
        using var events = await Listener.OpenAsync(api.Admin);

        await SwarmTests.JoinAsync(manager, worker);
        await UntilAsync(api, events, "active", "bridge", "docker_gwbridge", "host", "ingress", "none");
    }

    // Looks again with each event, of which NetApi must tell by itself; the listener bounds the wait for one.
    private static async Task UntilAsync(NetApiProcess api, Listener events, string swarm, params string[] networks)
    {
        while (await SwarmAsync(api) != swarm || !(await NetworksAsync(api)).SequenceEqual(networks))
            await events.NextAsync();
    }

    private static async Task<string?> SwarmAsync(NetApiProcess api) =>
        (await api.Admin.GetJsonAsync("/api/v1/host")).GetProperty("engine") is { ValueKind: JsonValueKind.Object } engine ? engine.GetProperty("swarm").GetString() : null;

    private static async Task<List<string>> NetworksAsync(NetApiProcess api) =>
        [.. (await api.Admin.GetJsonAsync("/api/v1/networks")).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
}
