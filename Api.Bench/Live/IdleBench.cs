using System.Diagnostics;
using System.Globalization;
using NetApi.Bench.Engine;
using NetApi.Bench.Service;

namespace NetApi.Bench.Live;

/// <summary>What NetApi costs while nothing happens.</summary>
internal static class IdleBench
{
    private const double MostOfACore = 0.5;
    private const double MostMegabytes = 150;

    // The work of the start, its compilation above all, goes on for some seconds after it is ready.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Watches it for some time.</summary>
    public static async Task<IReadOnlyList<Row>> MeasureAsync(NetApiServer server, StandInEngine engine, TimeSpan duration, int namespaces)
    {
        await Task.Delay(duration < Settling ? duration : Settling);
        var (calls, used, began) = (engine.Calls, ProcessUsage.Processor(server.Pid), Stopwatch.GetTimestamp());
        await Task.Delay(duration);
        var share = 100 * ((ProcessUsage.Processor(server.Pid) - used) / Stopwatch.GetElapsedTime(began));
        var (resident, own) = ProcessUsage.Memory(server.Pid);
        var made = engine.Calls - calls;
        var what = string.Create(CultureInfo.InvariantCulture, $"idle for {duration.TotalSeconds:0} s, {namespaces:#,0} namespaces");
        return
        [
            new Row(Topic.Idle, $"{what}: share of a core", string.Create(CultureInfo.InvariantCulture, $"{share:0.00} %"), "under 0.5 %", "", share < MostOfACore),
            new Row(Topic.Idle, $"{what}: memory", string.Create(CultureInfo.InvariantCulture, $"{resident:0} MB resident, {own:0} MB of it private"), "150 MB resident", "", resident <= MostMegabytes),
            new Row(Topic.Idle, $"{what}: calls to the engine", string.Create(CultureInfo.InvariantCulture, $"{made}"), "none", "", made == 0),
        ];
    }
}
