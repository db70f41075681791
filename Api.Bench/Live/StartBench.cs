using System.Globalization;
using NetApi.Bench.Service;

namespace NetApi.Bench.Live;

/// <summary>From the start of the process to the first 200 of <c>/readyz</c>, which means that the whole host has been read.</summary>
internal static class StartBench
{
    private const double MostMilliseconds = 1500;

    /// <summary>Starts it several times, the first time with a new database.</summary>
    public static async Task<IReadOnlyList<Row>> MeasureAsync(Func<Task<NetApiServer>> start, int times, int namespaces)
    {
        var ready = new Figures();
        var first = TimeSpan.Zero;
        for (var round = 0; round <= times; round++)
        {
            await using var server = await start();
            if (round == 0)
                first = server.TimeToReady;
            else
                ready.Add(server.TimeToReady);
        }
        var what = string.Create(CultureInfo.InvariantCulture, $"start to /readyz, {namespaces:#,0} namespaces");
        return [new Row(Topic.Start, what, $"{Figures.Text(ready.Median)}, with a new database {Figures.Text(first.TotalMilliseconds)}", "1.5 s", "", ready.Median <= MostMilliseconds)];
    }
}
