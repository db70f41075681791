using System.Diagnostics;
using System.Globalization;

namespace NetApi.Bench;

/// <summary>What was measured, several times over, in milliseconds.</summary>
internal sealed class Figures
{
    private readonly List<double> _milliseconds = [];

    /// <summary>How often.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>The middle one.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>Times one more. The garbage of what ran before is not its own.</summary>
    public void Time(Action action)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        action();
        Add(Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The smallest that is not below a share of all, 0 to 1.</summary>
    public double Quantile(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>Milliseconds in three digits or so, with their unit.</summary>
    public static string Text(double milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds.ToString(milliseconds < 10 ? "0.00" : milliseconds < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture)} ms");
}
