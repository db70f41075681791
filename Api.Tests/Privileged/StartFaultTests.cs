using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NetApi.Adapters.Sqlite;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>A NetApi that starts on a database that it can read and not write: it serves the live state, says so, and keeps the history once it can.</summary>
[Trait("Ring", "Privileged")]
public sealed class StartFaultTests
{
    private static readonly Uri Snapshots = new("/api/v1/snapshots", UriKind.Relative);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_full_disk(bool wasKilled)
    {
        Ring.Privileged();
        await StartsAndRecoversAsync(
            wasKilled,
            data => ScratchDisk.FullWith(data, sizeMb: 16),
            api => File.Delete(Path.Combine(api.Files, ScratchDisk.Filling)),
            "The disk is full");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_read_only_mount(bool wasKilled)
    {
        Ring.Privileged();
        await StartsAndRecoversAsync(
            wasKilled,
            data => ScratchDisk.ReadOnly(data),
            api => DiskFaultTests.Inside(api.Pid, "mount", "-o", "remount,bind,rw", api.DataDirectory),
            "cannot be ");
    }

    [Fact]
    public async Task While_another_process_writes()
    {
        Ring.Privileged();
        using var shell = new Process { StartInfo = new("sqlite3") { RedirectStandardInput = true, RedirectStandardOutput = true } };
        await StartsAndRecoversAsync(
            wasKilled: true,
            data =>
            {
                shell.StartInfo.ArgumentList.Add(Path.Combine(data, Database.FileName));
                shell.Start();
                shell.StandardInput.WriteLine(".timeout 30000\nBEGIN IMMEDIATE;\nSELECT 'held';");
                shell.StandardInput.Flush();
                Assert.Equal("held", shell.StandardOutput.ReadLine());
                return [];
            },
            _ =>
            {
                shell.StandardInput.Close();
                shell.WaitForExit();
            },
            "Another process holds the database");
    }

    private static async Task StartsAndRecoversAsync(bool wasKilled, Func<string, string[]> cause, Action<NetApiProcess> mend, string words)
    {
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        netns.Ip("link add earlier type bridge");
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        JsonNode before;
        await using (var earlier = await NetApiProcess.StartAsync(dataDirectory: data.Directory, netns: netns))
            before = await StoreFaultTests.TakeAsync(earlier);
        if (!wasKilled)
            // As an end in order leaves it, without a log.
            Database.Open(data.Directory, TempData.Clock).Dispose();

        var began = DateTimeOffset.UtcNow;
        await using var api = await NetApiProcess.StartAsync(dataDirectory: data.Directory, netns: netns, around: cause(data.Directory));
        netns.Ip("link add meanwhile type bridge");
        using (var refused = await api.Admin.PostAsync(Snapshots, null, Cancel))
            Assert.Contains(words, (await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("meanwhile", await StoreFaultTests.LinksAsync(api));
        Assert.Equal(["earlier", "lo"], (await StoreFaultTests.LinksAsync(api, $"&at={before["id"]}")).Order(StringComparer.Ordinal));
        var status = await StoreFaultTests.GetAsync(api, "/api/v1/history/status");
        Assert.False((bool)status["healthy"]!);
        Assert.InRange((DateTimeOffset)status["degradedSince"]!, began, DateTimeOffset.UtcNow);
        Assert.Contains(words, (string)status["lastError"]!, StringComparison.Ordinal);
        Assert.Equal("degraded", (string?)(await StoreFaultTests.GetAsync(api, "/readyz"))["history"]);

        mend(api);
        netns.Ip("link del meanwhile");
        var after = await StoreFaultTests.RecoveredAsync(api);
        status = await StoreFaultTests.GetAsync(api, "/api/v1/history/status");
        Assert.True((bool)status["healthy"]!);
        Assert.Null(status["degradedSince"]);
        Assert.Equal("kept", (string?)(await StoreFaultTests.GetAsync(api, "/readyz"))["history"]);
        Assert.True((long)after["revision"]! > (long)before["revision"]!);
        // What was acknowledged before, and what was only told meanwhile.
        Assert.Contains("earlier", await StoreFaultTests.LinksAsync(api, $"&at={before["id"]}"));
        var changes = (await StoreFaultTests.GetAsync(api, $"/api/v1/history?from={before["revision"]}&key=host/meanwhile"))["items"]!.AsArray();
        Assert.Equal(["removed", "added"], changes.Select(c => (string?)c!["kind"]).Where(k => k != "interruption").Distinct());
        var report = await StoreFaultTests.GetAsync(api, "/api/v1/history/check");
        Assert.True((bool)report["isSound"]!, report.ToString());
    }
}
