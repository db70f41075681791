using System.Globalization;
using System.Text.Json.Nodes;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>NetApi ends and starts again while nothing happens on its host: that is no change.</summary>
[Trait("Ring", "Privileged")]
public sealed class QuietRestartTests
{
    // A port that is chosen anew at each start would be a change.
    private static readonly Dictionary<string, string?> Environment = new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:5080", ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" };

    // No other namespaces, named or of processes: those of the machine change as they like. It is the only process it sees, but for what it starts.
    private static readonly string[] Alone =
    [
        "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private",
        "sh", "-c", "findmnt -n -o TARGET -t nsfs | xargs -r -n 1 umount -l; exec \"$@\"", "sh",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_of_NetApi_is_no_change(bool isKilled)
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Batch(
        [
            "link set lo up", "link add br0 type bridge", "link add uplink type bridge", "link add a0 type veth peer name b0",
            "link set a0 master br0", "link set br0 up", "link set uplink up", "link set a0 up", "link set b0 up",
            "addr add 198.51.100.1/24 dev br0", "addr add 192.0.2.10/24 dev uplink", "addr add 2001:db8::1/64 dev br0", "route add default via 192.0.2.1", "rule add from 192.0.2.0/24 table 7 priority 100",
        ]);
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        JsonNode before;
        await using (var first = await NetApiProcess.StartAsync(Environment, data.Directory, netns, around: Alone))
        {
            await SettleAsync(first);
            before = await StoreFaultTests.TakeAsync(first);
            Assert.Equal(["a0", "b0", "br0", "lo", "uplink"], (await StoreFaultTests.LinksAsync(first)).Order(StringComparer.Ordinal));
            if (isKilled)
                await first.KillAsync();
            else
                await EndAsync(first);
        }

        await using var second = await NetApiProcess.StartAsync(Environment, data.Directory, netns, around: Alone);
        var after = await StoreFaultTests.TakeAsync(second);
        var diff = await StoreFaultTests.GetAsync(second, $"/api/v1/diff?from={before["id"]}&to=live");
        Assert.Empty(diff["changes"]!.AsArray());
        Assert.Equal(((long)before["revision"]!, (string?)before["stateHash"]), ((long)after["revision"]!, (string?)after["stateHash"]));
        Assert.Equal((long)before["revision"]!, (long)(await StoreFaultTests.GetAsync(second, "/api/v1/topology"))["revision"]!);
        var entries = (await StoreFaultTests.GetAsync(second, $"/api/v1/history?from={before["revision"]}&limit=5000"))["items"]!.AsArray();
        // That it did not run is told, and nothing else.
        Assert.All(entries, e => Assert.Equal("interruption", (string?)e!["kind"]));
        Assert.Contains(entries, e => (string?)e!["key"] == "netapi");
        // What happens from then on is a change.
        netns.Ip("link add another type bridge");
        var next = await StoreFaultTests.TakeAsync(second);
        Assert.True((long)next["revision"]! > (long)before["revision"]!);
        entries = (await StoreFaultTests.GetAsync(second, $"/api/v1/history?from={before["revision"]}&entity=bridge&limit=5000"))["items"]!.AsArray();
        Assert.Equal("host/another", (string?)Assert.Single(entries, e => (string?)e!["kind"] != "interruption")!["key"]);
    }

    // As a service manager does. Its own process is the child of what gives it namespaces.
    private static async Task EndAsync(NetApiProcess api)
    {
        var inner = await File.ReadAllTextAsync($"/proc/{api.Pid}/task/{api.Pid}/children", Cancel);
        DiskFaultTests.Signal(int.Parse(inner, CultureInfo.InvariantCulture), "TERM");
        await api.EndedAsync();
    }

    // IPv6 addresses are tentative for two seconds, which is a change of its own when it ends.
    private static async Task SettleAsync(NetApiProcess api)
    {
        for (var (tries, last) = (0, ""); tries < 300; tries++)
        {
            var hash = (string)(await StoreFaultTests.GetAsync(api, "/api/v1/host"))["stateHash"]!;
            var addresses = (await StoreFaultTests.GetAsync(api, "/api/v1/addresses?limit=5000"))["items"]!.AsArray();
            if (hash == last && !addresses.Any(a => a!["flags"]!.AsArray().Any(f => (string?)f == "tentative")))
                return;
            last = hash;
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("The host does not come to rest.");
    }
}
