using System.Diagnostics;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>When what the kernel tells nobody of, such as a socket that began to listen, is looked up in a namespace.</summary>
/// <remarks>
/// Soon and several times after the namespace came, as a server starts then; once more after it changed; and, whatever else happens, with a long pause, spread over the
/// namespaces so that no burst comes about, and at whole seconds so that the thread sleeps in between. Times are those of <see cref="Stopwatch.GetTimestamp"/>.
/// </remarks>
internal sealed class LookSchedule
{
    private const double RestSeconds = 60;

    // Sysctls seldom change once a server runs, and cost the most.
    private const int RestsForAll = 5;

    // The namespace is read when it comes.
    private static readonly double[] AfterStart = [0.5, 2, 8];
    private static readonly double[] AfterChange = [1];
    private static readonly double[] AfterChangeOfHost = [1, 3, 10];

    private readonly bool _isOwn;
    private double[] _series = [];
    private int _step;
    private int _rests = Random.Shared.Next(RestsForAll);
    private long _soon = long.MaxValue;
    private long _rest;

    /// <param name="isOwn">Whether it is the host's namespace, where a server may follow each change.</param>
    /// <param name="now">The time. The first look is after a part of the pause, drawn by chance.</param>
    public LookSchedule(bool isOwn, long now) => (_isOwn, _rest) = (isOwn, AtWholeSecond(now, RestSeconds * Random.Shared.NextDouble()));

    /// <summary>The next look.</summary>
    public long Next => Math.Min(_soon, _rest);

    /// <summary>What is to be looked up at a time; nothing where no look is due.</summary>
    public Tables Due(long now)
    {
        if (now < Next)
            return Tables.None;
        if (_isOwn || (_soon <= now && _series == AfterStart))
            return Tables.Unheard;
        if (_rest > now)
            return Tables.Sockets;
        return _rests % RestsForAll == 0 ? Tables.Unheard : Tables.Sockets | Tables.Neighbours;
    }

    /// <summary>The namespace came, and was read.</summary>
    public void Started(long now) => Begin(AfterStart, now);

    /// <summary>The namespace changed.</summary>
    public void Changed(long now)
    {
        if (_isOwn || _soon == long.MaxValue)
            Begin(_isOwn ? AfterChangeOfHost : AfterChange, now);
    }

    /// <summary>It was read. A look that was not due yet is still to come.</summary>
    public void Looked(long now)
    {
        if (_soon <= now)
        {
            var before = _series[_step++];
            _soon = _step < _series.Length ? In(now, _series[_step] - before) : long.MaxValue;
        }
        if (_rest <= now)
        {
            _rests++;
            _rest = AtWholeSecond(now, RestSeconds);
        }
    }

    private void Begin(double[] series, long now)
    {
        (_series, _step) = (series, 0);
        _soon = Math.Min(_soon, In(now, series[0]));
    }

    private static long In(long now, double seconds) => now + (long)(seconds * Stopwatch.Frequency);

    private static long AtWholeSecond(long now, double seconds) => ((In(now, seconds) / Stopwatch.Frequency) + 1) * Stopwatch.Frequency;
}
