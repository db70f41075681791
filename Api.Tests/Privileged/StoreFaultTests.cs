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
            () => File.Delete(System.IO.Path.Combine(api.Files, "fill")));

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
            });
    }

    [Fact]
    public async Task A_file_full_of_garbage()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        await using var api = await NetApiProcess.StartAsync(netns: netns);
        var file = System.IO.Path.Combine(api.DataDirectory, Database.FileName);
        var (log, whole, wholeLog) = (file + "-wal", Array.Empty<byte>(), Array.Empty<byte>());
        await ServesOnAndRecoversAsync(
            api,
            netns,
            () =>
            {
                (whole, wholeLog) = (File.ReadAllBytes(file), File.ReadAllBytes(log));
                Overwrite(file, [.. Enumerable.Repeat((byte)'x', whole.Length)]);
                Overwrite(log, [.. Enumerable.Repeat((byte)'x', wholeLog.Length)]);
            },
            () =>
            {
                Overwrite(log, wholeLog);
                Overwrite(file, whole);
            },
            // What SQLite still has in memory may do.
            isRefusalSure: false);
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

    private static async Task ServesOnAndRecoversAsync(NetApiProcess api, ScratchNetns netns, Action cause, Action mend, bool isRefusalSure = true)
    {
        netns.Ip("link add earlier type bridge");
        var before = await TakeAsync(api);
        cause();
        netns.Ip("link add meanwhile type bridge");
        using (var refused = await api.Admin.PostAsync(Path("/api/v1/snapshots"), null, Cancel))
        {
            if (isRefusalSure || refused.StatusCode != HttpStatusCode.Created)
                await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable");
        }
        // The refusal came after the host was looked at.
        Assert.Contains("meanwhile", await LinksAsync(api));
        (await api.Admin.GetAsync(Path("/readyz"), Cancel)).EnsureSuccessStatusCode();
        mend();
        netns.Ip("link del meanwhile");
        var after = await RecoveredAsync(api);
        Assert.DoesNotContain("meanwhile", await LinksAsync(api));
        Assert.DoesNotContain("meanwhile", await LinksAsync(api, $"&at={before["id"]}"));
        Assert.Contains("earlier", await LinksAsync(api, $"&at={before["id"]}"));
        // What happened meanwhile is kept too, each revision of it.
        var (first, last) = ((long)before["revision"]!, (long)after["revision"]!);
        var shown = await Task.WhenAll(Enumerable.Range(0, (int)(last - first + 1)).Select(i => LinksAsync(api, $"&at={first + i}")));
        Assert.Contains(shown, links => links.Contains("meanwhile"));
        var report = await GetAsync(api, "/api/v1/history/check");
        Assert.True((bool)report["isSound"]!, report.ToString());
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
