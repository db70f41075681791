using System.Diagnostics;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>When what the kernel tells nobody of, such as a socket that began to listen, is looked up in a namespace.</summary>
/// <remarks>
/// Soon and several times after the namespace came, as a server starts then; once more after it changed; else with a long pause, spread over the namespaces so that
/// no burst comes about, and at whole seconds so that the thread sleeps in between.
/// </remarks>
/// <param name="isOwn">Whether it is the host's namespace, where a server may follow each change.</param>
internal sealed class LookSchedule(bool isOwn)
{
    private const double RestSeconds = 60;

    // Sysctls seldom change once a server runs, and cost the most.
    private const int RestsForAll = 5;

    private static readonly double[] AfterStart = [0.1, 0.5, 2, 8];
    private static readonly double[] AfterChange = [1];
    private static readonly double[] AfterChangeOfHost = [1, 3, 10];

    private double[] _series = [];
    private int _step;
    private int _rests = Random.Shared.Next(RestsForAll);

    /// <summary>The next look (<see cref="Stopwatch.GetTimestamp"/>). At first a part of the pause, drawn by chance.</summary>
    public long Next { get; private set; } = AtWholeSecond(RestSeconds * Random.Shared.NextDouble());

    /// <summary>What is to be looked up then.</summary>
    public Tables Tables =>
        isOwn || _series == AfterStart || (IsResting && _rests % RestsForAll == 0) ? Tables.Unheard
        : IsResting ? Tables.Sockets | Tables.Neighbours
        : Tables.Sockets;

    private bool IsResting => _step >= _series.Length;

    /// <summary>The namespace came.</summary>
    public void Started() => Begin(AfterStart);

    /// <summary>The namespace changed.</summary>
    public void Changed()
    {
        if (IsResting || isOwn)
            Begin(isOwn ? AfterChangeOfHost : AfterChange);
    }

    /// <summary>They were looked up.</summary>
    public void Looked()
    {
        var before = IsResting ? 0 : _series[_step++];
        if (!IsResting)
        {
            Next = In(_series[_step] - before);
            return;
        }
        _series = [];
        _step = 0;
        _rests++;
        Next = AtWholeSecond(RestSeconds);
    }

    private void Begin(double[] series)
    {
        (_series, _step) = (series, 0);
        Next = Math.Min(Next, In(series[0]));
    }

    private static long In(double seconds) => Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);

    private static long AtWholeSecond(double seconds) => (In(seconds) / Stopwatch.Frequency + 1) * Stopwatch.Frequency;
}
