using System.Text.Json;
using NetApi.Tests.Events;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Kernel and engine tell of a container one after the other; whoever follows it is told everything all the same.</summary>
[Trait("Ring", "Engine")]
public sealed class ContainerEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    // What is changed meanwhile may be told too, and the loopback's ::1 that goes where Docker turns IPv6 off; but nothing else, and nothing twice.
    private static async Task UntilAsync(Listener events, string kind, params string[] keys)
    {
        var (left, seen) = (keys.ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var names = keys.ToDictionary(k => k, StringComparer.Ordinal);
        var all = new List<string>();
        while (left.Count > 0)
        {
            var told = await NextAsync();
            all.Add($"{told.Name} {told.Data}");
            // The engine gives a link another name before it takes it out of a namespace; what is told with that has either.
            if (told.Data.TryGetProperty("before", out var before) && before.ValueKind == JsonValueKind.Object && before.TryGetProperty("inner", out var inner)
                && told.Data.GetProperty("after") is { ValueKind: JsonValueKind.Object } after && after.GetProperty("inner").Text("name") is { } name && inner.Text("name") is { } old && old != name)
            {
                foreach (var (key, awaited) in names.ToList())
                    names[key.Replace($"/{old}", $"/{name}", StringComparison.Ordinal)] = awaited;
            }
            if (told.Name == "changed")
                continue;
            var what = told.Data.GetProperty("key").GetString()!;
            Assert.True(seen.Add($"{told.Name} {what}"), $"Told twice: {told.Name} {told.Data}");
            if (told.Name != "removed" || !what.EndsWith("/lo/::1/128", StringComparison.Ordinal))
                Assert.True(told.Name == kind && names.TryGetValue(what, out var one) && left.Remove(one), $"Not expected: {told.Name} {told.Data}");
        }

        async Task<Block> NextAsync()
        {
            try
            {
                return await events.NextAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"Not {kind}: {string.Join(", ", left)}. Told was:\n{string.Join('\n', all)}");
            }
        }
    }
}
