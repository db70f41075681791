using System.Globalization;

namespace NetApi.Bench;

/// <summary>One line of the table.</summary>
/// <param name="Topic">Topic it stands under, in the table's order.</param>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure, with its unit; or why there is none.</param>
/// <param name="MustReach">What it must reach; empty where it is told for the reader alone.</param>
/// <param name="Ratio">To what it is compared with; empty where it is not.</param>
/// <param name="IsMet">Whether it reaches that; null where there is nothing to reach.</param>
internal sealed record Row(Topic Topic, string What, string Measured, string MustReach = "", string Ratio = "", bool? IsMet = null)
{
    /// <summary>A line for what cannot be measured: never an invented figure.</summary>
    public static Row NotMeasured(Topic topic, string what, string why, string mustReach = "") => new(topic, what, $"not measured: {why}", mustReach);

    /// <summary>A figure that may be <paramref name="limit"/> times another one at most.</summary>
    public static Row AtMost(Topic topic, string what, string measured, double ratio, double limit) =>
        new(topic, what, measured, Times("at most", limit), Times("", ratio), ratio <= limit);

    /// <summary>A figure that must be <paramref name="limit"/> times another one at least.</summary>
    public static Row AtLeast(Topic topic, string what, string measured, double ratio, double limit) =>
        new(topic, what, measured, Times("at least", limit), Times("", ratio), ratio >= limit);

    private static string Times(string word, double ratio) => string.Create(CultureInfo.InvariantCulture, $"{word} {ratio:0.##} ×").TrimStart();
}

/// <summary>What a line is about, in the table's order.</summary>
internal enum Topic
{
    /// <summary>Reading the kernel.</summary>
    Reading,

    /// <summary>From a change to the subscribed client.</summary>
    Events,

    /// <summary>Answers drawn from the state.</summary>
    Answers,

    /// <summary>Doing nothing.</summary>
    Idle,

    /// <summary>Keeping up.</summary>
    Churn,

    /// <summary>Starting.</summary>
    Start,

    /// <summary>Keeping revisions, and going back to them.</summary>
    History,
}
