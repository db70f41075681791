using System.Diagnostics;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>How much one step of the retention takes on, so that nobody waits long for the writer's turn. It learns from how long the steps before took.</summary>
public sealed class RetentionPace
{
    private const int Least = 10;
    private const int Most = 200;

    // The wait for the disk comes on top; both together stay below the 50 ms that a request may be held up.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    /// <summary>Rows that the next step takes on.</summary>
    public int Rows { get; private set; } = Least * 5;

    /// <summary>Carries out a step.</summary>
    internal T Measure<T>(Func<int, T> step)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return step(Rows);
        }
        finally
        {
            Took(Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Learns how long a step took.</summary>
    internal void Took(TimeSpan time) => Rows =
        time > Long ? Math.Max(Least, Rows / 2)
        : time < Short ? Math.Min(Most, Rows + Math.Max(1, Rows / 4))
        : Rows;
}
