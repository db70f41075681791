using System.Diagnostics;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>How soon a table may be read again: at once after a quiet time, and never so often that reading it takes more than a share of one core.</summary>
/// <remarks>A container's tables cost microseconds and are read with every change; those of a host with a thousand links cost milliseconds, and under a storm they are read a few times a second.</remarks>
internal struct Pace
{
    // One part of reading to this many parts of pause: 5 % of a core for one table under a lasting storm.
    private const int PausePerCost = 19;

    private long _notBefore;

    /// <summary>The first instant (<see cref="Stopwatch.GetTimestamp"/>) at which it may be read.</summary>
    public readonly long NotBefore => _notBefore;

    /// <summary>Notes a reading that began at <paramref name="start"/> and has just ended.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="least">The least pause, whatever the reading cost.</param>
    public void Read(long start, TimeSpan least = default)
    {
        var end = Stopwatch.GetTimestamp();
        var pause = Math.Max((end - start) * PausePerCost, (long)(least.TotalSeconds * Stopwatch.Frequency));
        _notBefore = end + pause;
    }
}
