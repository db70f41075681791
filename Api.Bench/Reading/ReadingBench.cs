using System.Diagnostics;
using System.Globalization;
using NetApi.Adapters.Netlink;
using NetApi.Bench.Hosts;
using NetApi.Domain.Topology;

namespace NetApi.Bench.Reading;

/// <summary>A whole reading of the kernel by a monitor that knows nothing yet, beside the bare dumps and beside other tools.</summary>
internal sealed class ReadingBench(SyntheticHost host, int rounds)
{
    private const double MostOfBareDumps = 1.5;
    private const double LeastOfPlotnetcfg = 20;
    private const double LeastOfIpLoop = 30;
    private const string Plotnetcfg = "plotnetcfg";

    private static readonly TimeSpan WarmFor = TimeSpan.FromSeconds(2);

    // Milliseconds a namespace, by the number of namespaces.
    private readonly Dictionary<int, double> _each = [];

    /// <summary>Measures at the host's present size.</summary>
    /// <param name="withOthers">Whether to measure other tools too.</param>
    public IEnumerable<Row> Measure(bool withOthers)
    {
        var (bare, whole) = MeasureBoth();
        yield return Row.AtMost(
            Topic.Reading, $"whole kernel reading, {Size} namespaces, against the bare dumps", $"{Figures.Text(whole)}, bare {Figures.Text(bare)}", whole / bare, MostOfBareDumps);
        if (withOthers)
        {
            yield return OtherTools.IsThere(Plotnetcfg)
                ? Against("plotnetcfg -f json", OtherTools.Plotnetcfg, whole, LeastOfPlotnetcfg)
                : Row.NotMeasured(Topic.Reading, "against plotnetcfg -f json", "it is not installed");
            yield return Against("ip -n NS -j addr in a loop", OtherTools.IpLoop, whole, LeastOfIpLoop);
        }
        if (GrowthSince(whole) is { } growth)
            yield return growth;
    }

    private string Size => host.Containers.Count.ToString("#,0", CultureInfo.InvariantCulture);

    // The rounds alternate, so that what disturbs one disturbs both.
    private (double Bare, double Whole) MeasureBoth()
    {
        var (bare, whole) = (new Figures(), new Figures());
        Warm();
        for (var round = 0; round < rounds; round++)
        {
            bare.Time(() => BareDumps.Take(host.Containers));
            using var monitor = new KernelMonitor(TimeProvider.System);
            whole.Time(() => Read(monitor));
        }
        return (bare.Median, whole.Median);
    }

    // A namespace's share of the time, beside what it was at a fortieth of the size.
    private Row? GrowthSince(double whole)
    {
        var each = _each[host.Containers.Count] = whole / host.Containers.Count;
        if (!_each.TryGetValue(host.Containers.Count / 40, out var before))
            return null;
        return new Row(
            Topic.Reading,
            $"growth: time for each namespace at {Size} : at a fortieth of that",
            $"{Figures.Text(each)} : {Figures.Text(before)}",
            "no worse than linear",
            string.Create(CultureInfo.InvariantCulture, $"{each / before:0.##} ×"),
            // A tenth is what two medians differ by anyhow.
            each / before <= 1.1);
    }

    private Row Against(string tool, Action run, double whole, double limit)
    {
        var other = new Figures();
        for (var round = 0; round < 3; round++)
            other.Time(run);
        return Row.AtLeast(
            Topic.Reading,
            $"the same at {Size}, times faster than {tool}",
            $"{Figures.Text(whole)}, {tool} {Figures.Text(other.Median)}",
            other.Median / whole,
            limit);
    }

    // The compiler's time belongs to the process, not to the reading: the fresh process is a line of its own. It compiles what runs often a second time, in the background.
    private void Warm()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmFor;)
        {
            BareDumps.Take(host.Containers);
            using var monitor = new KernelMonitor(TimeProvider.System);
            Read(monitor);
        }
    }

    private static void Read(KernelMonitor monitor)
    {
        monitor.Start();
        Check(monitor.First.GetAwaiter().GetResult());
    }

    private static void Check(KernelObservation seen)
    {
        if (seen.Gaps.Length > 0)
            throw new InvalidOperationException($"The reading has gaps: {seen.Gaps[0].Detail}");
    }
}
