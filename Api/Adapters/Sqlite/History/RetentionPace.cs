namespace NetApi.Adapters.Sqlite.History;

/// <summary>How much one step of the retention takes on, so that nobody waits long for the writer's turn. It learns from how long the steps before took.</summary>
public sealed class RetentionPace
{
    private const int Least = 10;
    private const int Most = 200;

    // Half of the 50 ms that a request may be held up, as now and then a commit also brings the log into the file.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    /// <summary>Rows that the next step takes on.</summary>
    public int Rows { get; private set; } = Least * 5;

    /// <summary>Learns how long a step had the writer's turn, to the end of its commit.</summary>
    internal void Took(TimeSpan time) => Rows =
        time > Long ? Math.Max(Least, Rows / 2)
        : time < Short ? Math.Min(Most, Rows + Math.Max(1, Rows / 4))
        : Rows;
}
