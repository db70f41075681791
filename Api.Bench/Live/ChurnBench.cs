using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NetApi.Bench.Hosts;
using NetApi.Bench.Service;

namespace NetApi.Bench.Live;

/// <summary>Many random changes, and whether what NetApi shows in the end is what a NetApi shows that is started afterwards.</summary>
internal sealed class ChurnBench(SyntheticHost host, TimeSpan duration)
{
    private const int ChangesPerSecond = 100;
    private const double MostOfACore = 15;

    /// <summary>Ends <paramref name="server"/> in the end and starts another one in its place.</summary>
    /// <param name="server">Who has to keep up.</param>
    /// <param name="startAnother">Starts the other one, over the same data.</param>
    public async Task<IReadOnlyList<Row>> MeasureAsync(NetApiServer server, Func<Task<NetApiServer>> startAnother)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{ChangesPerSecond} changes a second for {duration.TotalSeconds:0} s, {host.Containers.Count:#,0} namespaces");
        var (used, began) = (ProcessUsage.Processor(server.Pid), Stopwatch.GetTimestamp());
        var made = await ChangeAsync();
        var share = 100 * ((ProcessUsage.Processor(server.Pid) - used) / Stopwatch.GetElapsedTime(began));
        var missed = await MissedAsync(server, startAnother);
        return
        [
            new Row(Topic.Churn, $"{what}: share of a core", string.Create(CultureInfo.InvariantCulture, $"{share:0.0} %, {made:#,0} changes"), "under 15 %", "", share < MostOfACore),
            new Row(Topic.Churn, $"{what}: differences to a NetApi that is started afterwards", missed, "none", "", missed.StartsWith("none", StringComparison.Ordinal)),
        ];
    }

    // One at its time; where the machine is late, the next ones follow at once.
    private async Task<int> ChangeAsync()
    {
        using var changes = new RandomChanges(host);
        var (began, count) = (Stopwatch.GetTimestamp(), (int)(ChangesPerSecond * duration.TotalSeconds));
        for (var change = 0; change < count; change++)
        {
            var wait = TimeSpan.FromSeconds(change / (double)ChangesPerSecond) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            changes.MakeOne();
        }
        return count;
    }

    private static async Task<string> MissedAsync(NetApiServer server, Func<Task<NetApiServer>> startAnother)
    {
        var hash = await SettledHashAsync(server);
        var snapshot = await SnapshotAsync(server);
        await server.DisposeAsync();
        await using var fresh = await startAnother();
        if (await HashAsync(fresh) == hash)
            return "none";
        if (await SettledHashAsync(fresh) == hash)
            return "none, once it had settled";
        var diff = await fresh.Client.GetFromJsonAsync<JsonElement>(NetApiServer.At($"/api/v1/diff?from={snapshot}&to=live"));
        var changes = diff.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("summary").GetString()).ToList();
        return changes.Count == 0
            ? "another content hash, though the diff is empty"
            : string.Create(CultureInfo.InvariantCulture, $"{changes.Count}, the first: {changes[0]}");
    }

    // What happened last may take a moment to be seen, but no longer than a second after the last difference.
    private static async Task<string> SettledHashAsync(NetApiServer server)
    {
        var hash = await HashAsync(server);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var next = await HashAsync(server);
            if (next == hash)
                return hash;
            hash = next;
        }
    }

    private static async Task<string> HashAsync(NetApiServer server)
    {
        using var listener = await EventListener.SubscribeAsync(server.Client);
        return listener.ContentHash;
    }

    private static async Task<string> SnapshotAsync(NetApiServer server)
    {
        using var answer = await server.Client.PostAsync(NetApiServer.At("/api/v1/snapshots"), null);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").ToString();
    }
}
