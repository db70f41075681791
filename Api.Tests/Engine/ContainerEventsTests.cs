using System.Text.Json;
using NetApi.Tests.Events;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Kernel and engine tell of a container one after the other; whoever follows it is told everything all the same.</summary>
[Trait("Ring", "Engine")]
public sealed class ContainerEventsTests
{
    [Fact]
    public async Task Whoever_follows_a_container_is_told_of_its_veth_pair_and_address_each_time_it_starts_and_ends()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = lab.Host });
        var name = lab.NewContainerName();
        using var events = await Listener.OpenAsync(api.Admin, $"?container={name}&entity=vethPair,address");
        Assert.Equal("hello", (await events.NextAsync()).Name);
        await lab.DockerAsync("create", "--name", name, LabDocker.Busybox, "sleep", "600");
        for (var life = 0; life < 5; life++)
        {
            await lab.DockerAsync("start", name);
            var address = (await lab.DockerAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}/{{.IPPrefixLen}}{{end}}", name)).Trim();
            await UntilAsync(events, "added", $"container:{name}/eth0", $"container:{name}/eth0/{address}");
            await lab.DockerAsync("kill", name);
            await UntilAsync(events, "removed", $"container:{name}/eth0", $"container:{name}/eth0/{address}");
        }
    }

    // What is changed meanwhile may be told too, but nothing twice.
    private static async Task UntilAsync(Listener events, string kind, params string[] keys)
    {
        for (var left = keys.ToHashSet(StringComparer.Ordinal); left.Count > 0;)
        {
            var told = await events.NextAsync();
            // The engine gives a link another name before it takes it out of a namespace.
            if (told.Data.TryGetProperty("before", out var before) && before.ValueKind == JsonValueKind.Object && before.TryGetProperty("inner", out var inner)
                && told.Data.GetProperty("after") is { ValueKind: JsonValueKind.Object } after && after.GetProperty("inner").Text("name") is { } name && inner.Text("name") is { } old && old != name)
            {
                left = [.. left.Select(k => k.Replace($"/{old}", $"/{name}", StringComparison.Ordinal))];
            }
            if (told.Name != "changed")
                Assert.True(told.Name == kind && left.Remove(told.Data.GetProperty("key").GetString()!), $"Not expected: {told.Name} {told.Data}");
        }
    }
}
