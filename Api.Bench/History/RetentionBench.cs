using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.History;

namespace NetApi.Bench.History;

/// <summary>How long others wait for the writer's turn while old revisions are removed.</summary>
internal static class RetentionBench
{
    // Of all revisions this part goes.
    private const int Part = 20;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(KeptHistory kept, int revisions)
    {
        var floor = (await kept.Store.FindRevisionAsync(1 + (revisions / Part), CancellationToken.None))!;
        var limits = new RetentionLimits(TimeProvider.System.GetUtcNow() - floor.At, null);
        using var past = new PastStates(kept.Store, kept.Writer, kept.Identity);
        using var retention = new HistoryRetention(kept.Store, past, limits, TimeProvider.System, NullLogger<HistoryRetention>.Instance);
        var before = await kept.Store.MeasureAsync(CancellationToken.None);
        var waits = new Figures();
        var start = Stopwatch.GetTimestamp();
        var running = Task.Run(() => retention.RunAsync(Rest, CancellationToken.None));
        while (!running.IsCompleted)
        {
            await Task.Delay(Pause);
            var asked = Stopwatch.GetTimestamp();
            // A write that changes nothing: what it takes is the wait, and its own way to the disk.
            await kept.Store.RaiseFloorAsync(0, CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(asked));
        }
        await running;
        var took = Stopwatch.GetElapsedTime(start);
        var gone = before.Revisions - (await kept.Store.MeasureAsync(CancellationToken.None)).Revisions;
        if (retention.Trouble is { } trouble)
            return [Row.NotMeasured(Topic.History, "a write while old revisions are removed", trouble.Detail, "50 ms or less")];
        return
        [
            new Row(
                Topic.History,
                "a write while old revisions are removed",
                $"p50 {Figures.Text(waits.Median)}, worst {Figures.Text(waits.Quantile(1))}",
                "50 ms or less",
                "",
                waits.Quantile(1) <= 50),
            new Row(Topic.History, "… of those", string.Create(CultureInfo.InvariantCulture, $"{gone:#,0} went in {took.TotalSeconds:0.0} s")),
        ];
    }
}
