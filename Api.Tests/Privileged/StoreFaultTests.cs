using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NetApi.Adapters.Sqlite;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.History;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>A NetApi whose database fails or that is killed, over links that really change.</summary>
[Trait("Ring", "Privileged")]
public sealed class StoreFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        await using var api = await NetApiProcess.StartAsync(netns: netns, diskMb: 16);
        await ServesOnAndRecoversAsync(
            api,
            netns,
            () => ScratchDisk.Fill(System.IO.Path.Combine(api.Files, "fill")),
            () => File.Delete(System.IO.Path.Combine(api.Files, "fill")),
            "The disk is full");

        // A copy must not fill the disk that the history needs.
        using var backup = await api.Admin.GetAsync(Path("/api/v1/history/backup"), Cancel);
        Assert.Contains("A copy of the database needs", (await backup.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(api.Files), f => f.Contains("copy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_process_holds_the_file_locked()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        await using var api = await NetApiProcess.StartAsync(netns: netns);
        using var shell = new Process { StartInfo = new("sqlite3", System.IO.Path.Combine(api.DataDirectory, Database.FileName)) { RedirectStandardInput = true, RedirectStandardOutput = true } };
        await ServesOnAndRecoversAsync(
            api,
            netns,
            () =>
            {
                shell.Start();
                shell.StandardInput.WriteLine(".timeout 30000\nBEGIN EXCLUSIVE;\nSELECT 'held';");
                shell.StandardInput.Flush();
                Assert.Equal("held", shell.StandardOutput.ReadLine());
            },
            () =>
            {
                shell.StandardInput.Close();
                shell.WaitForExit();
            },
            "Another process holds the database");
    }

    [Fact]
    public async Task A_data_directory_that_becomes_read_only()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        await using var api = await NetApiProcess.StartAsync(netns: netns, diskMb: 64);
        var directory = api.DataDirectory;
        await ServesOnAndRecoversAsync(
            api,
            netns,
            async () =>
            {
                DiskFaultTests.Inside(api.Pid, "mount", "--bind", directory, directory);
                DiskFaultTests.Inside(api.Pid, "mount", "-o", "remount,bind,ro", directory);
                // Who has the file open may write on. A copy has to be made anew, and when that fails all connections are.
                using var backup = await api.Admin.GetAsync(Path("/api/v1/history/backup"), Cancel);
                await backup.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable");
            },
            // The next try may have it open just then.
            () => DiskFaultTests.Inside(api.Pid, "umount", "--lazy", directory),
            "cannot be ");
    }

    [Fact]
    public async Task A_file_full_of_garbage()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        await using var api = await NetApiProcess.StartAsync(netns: netns);
        var file = System.IO.Path.Combine(api.DataDirectory, Database.FileName);
        // With the index of the log, as what SQLite has in memory would do for a while else.
        var (files, whole) = (new[] { file, file + "-wal", file + "-shm" }, new List<byte[]>());
        await ServesOnAndRecoversAsync(
            api,
            netns,
            () => Stopped(api, () =>
            {
                whole.AddRange(files.Select(File.ReadAllBytes));
                foreach (var (name, bytes) in files.Zip(whole))
                    Overwrite(name, [.. Enumerable.Repeat((byte)'x', bytes.Length)]);
            }),
            () => Stopped(api, () =>
            {
                // The index is made anew from the log.
                foreach (var (name, bytes) in files.Zip([whole[0], whole[1], new byte[whole[2].Length]]))
                    Overwrite(name, bytes);
            }),
            "is no SQLite database");
    }

    [Fact]
    public async Task Five_kills_of_the_whole_process_lose_no_snapshot()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        var (kept, snapshots, dice) = (new Dictionary<long, string>(), new Dictionary<string, long>(), new Random(1));
        for (var kill = 0; kill < 5; kill++)
        {
            await using var api = await NetApiProcess.StartAsync(dataDirectory: data.Directory, netns: netns);
            var enough = dice.Next(2, 8);
            var reached = new TaskCompletionSource();
            var storm = Task.Run(() => StormAsync(api, netns, kill, () => { if (--enough == 0) reached.SetResult(); }), Cancel);
            Assert.Same(reached.Task, await Task.WhenAny(reached.Task, storm).WaitAsync(Patience, Cancel));
            await Task.Delay(dice.Next(60), Cancel);
            await api.KillAsync();
            foreach (var snapshot in await storm)
                (kept[(long)snapshot["revision"]!], snapshots[(string)snapshot["id"]!]) = ((string)snapshot["stateHash"]!, (long)snapshot["revision"]!);
            await KillTests.AssertThereAsync(data, kept, snapshots, $"kill {kill}");
        }
    }

    private static Task ServesOnAndRecoversAsync(NetApiProcess api, ScratchNetns netns, Action cause, Action mend, string words) =>
        ServesOnAndRecoversAsync(api, netns, () => { cause(); return Task.CompletedTask; }, mend, words);

    private static async Task ServesOnAndRecoversAsync(NetApiProcess api, ScratchNetns netns, Func<Task> cause, Action mend, string words)
    {
        var acknowledged = new List<JsonNode>();
        foreach (var name in new[] { "earlier", "early", "latest" })
        {
            netns.Ip($"link add {name} type bridge");
            acknowledged.Add(await TakeAsync(api));
        }
        var before = acknowledged[^1];
        await AssertKeptAsync(api);
        var began = DateTimeOffset.UtcNow;
        await cause();
        netns.Ip("link add meanwhile type bridge");
        await AssertRefusedAsync(api, words);
        // The refusal came after the host was looked at.
        Assert.Contains("meanwhile", await LinksAsync(api));
        var since = await AssertDegradedAsync(api, words);
        Assert.InRange(since, began, DateTimeOffset.UtcNow);
        // It is one failure, however often it is tried.
        await AssertRefusedAsync(api, words);
        Assert.Equal(since, await AssertDegradedAsync(api, words));
        mend();
        netns.Ip("link del meanwhile");
        var after = await RecoveredAsync(api);
        await AssertKeptAsync(api);
        Assert.DoesNotContain("meanwhile", await LinksAsync(api));
        foreach (var (snapshot, links) in acknowledged.Zip((string[][])[["earlier", "lo"], ["earlier", "early", "lo"], ["earlier", "early", "latest", "lo"]]))
        {
            Assert.Equal((string?)snapshot["stateHash"], (string?)(await GetAsync(api, $"/api/v1/snapshots/{snapshot["id"]}"))["stateHash"]);
            Assert.Equal(links, (await LinksAsync(api, $"&at={snapshot["id"]}")).Order(StringComparer.Ordinal));
        }
        // What happened meanwhile is kept too, each revision of it.
        var (first, last) = ((long)before["revision"]!, (long)after["revision"]!);
        var shown = await Task.WhenAll(Enumerable.Range(0, (int)(last - first + 1)).Select(i => LinksAsync(api, $"&at={first + i}")));
        Assert.Contains(shown, links => links.Contains("meanwhile"));
        var report = await GetAsync(api, "/api/v1/history/check");
        Assert.True((bool)report["isSound"]!, report.ToString());
    }

    private static async Task AssertRefusedAsync(NetApiProcess api, string words)
    {
        using var refused = await api.Admin.PostAsync(Path("/api/v1/snapshots"), null, Cancel);
        Assert.Contains(words, (await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset> AssertDegradedAsync(NetApiProcess api, string words)
    {
        var status = await GetAsync(api, "/api/v1/history/status");
        Assert.False((bool)status["healthy"]!);
        Assert.Contains(words, (string)status["lastError"]!, StringComparison.Ordinal);
        Assert.Equal("degraded", (string?)(await GetAsync(api, "/readyz"))["history"]);
        return (DateTimeOffset)status["degradedSince"]!;
    }

    private static async Task AssertKeptAsync(NetApiProcess api)
    {
        var status = await GetAsync(api, "/api/v1/history/status");
        Assert.True((bool)status["healthy"]!, status.ToString());
        Assert.Null(status["degradedSince"]);
        Assert.Equal("kept", (string?)(await GetAsync(api, "/readyz"))["history"]);
    }

    // At once, as far as NetApi can see.
    private static void Stopped(NetApiProcess api, Action action)
    {
        DiskFaultTests.Signal(api.Pid, "STOP");
        action();
        DiskFaultTests.Signal(api.Pid, "CONT");
    }

    private static async Task<List<JsonNode>> StormAsync(NetApiProcess api, ScratchNetns netns, int kill, Action acknowledged)
    {
        var taken = new List<JsonNode>();
        for (var i = 0; i < 1000; i++)
        {
            try
            {
                netns.Ip($"link add k{kill}n{i} type bridge");
                taken.Add(await TakeAsync(api));
                acknowledged();
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                break;
            }
        }
        return taken;
    }

    internal static async Task<JsonNode> RecoveredAsync(NetApiProcess api)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await api.Admin.PostAsync(Path("/api/v1/snapshots"), null, patience.Token);
            if (answer.StatusCode == HttpStatusCode.Created)
                return (await answer.Content.ReadFromJsonAsync<JsonNode>(patience.Token))!;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            await Task.Delay(100, patience.Token);
        }
    }

    internal static async Task<JsonNode> TakeAsync(NetApiProcess api)
    {
        using var answer = await api.Admin.PostAsync(Path("/api/v1/snapshots"), null, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
    }

    internal static async Task<List<string?>> LinksAsync(NetApiProcess api, string query = "") =>
        [.. (await GetAsync(api, $"/api/v1/links?namespace=host{query}"))["items"]!.AsArray().Select(l => (string?)l!["name"])];

    internal static async Task<JsonNode> GetAsync(NetApiProcess api, string path) => (await api.Admin.GetFromJsonAsync<JsonNode>(Path(path), Cancel))!;

    private static void Overwrite(string file, byte[] bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(bytes);
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
