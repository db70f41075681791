using System.Diagnostics;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>When a namespace's listening sockets are read: the kernel tells nobody that one began to listen, so they are looked up from time to time.</summary>
/// <remarks>
/// Soon and several times after the namespace changed, as a server starts then; after that with a long pause, spread over the namespaces so that
/// no burst comes about, and at whole seconds so that the thread sleeps in between.
/// </remarks>
internal sealed class SocketSchedule
{
    private const double RestSeconds = 60;

    private static readonly double[] SecondsAfterChange = [0.1, 0.5, 2, 8];

    private int _step = SecondsAfterChange.Length;

    /// <summary>Starts with a part of the pause, drawn by chance.</summary>
    public SocketSchedule() => Next = AtWholeSecond(RestSeconds * Random.Shared.NextDouble());

    /// <summary>When they are read next.</summary>
    public long Next { get; private set; }

    /// <summary>The namespace changed.</summary>
    public void Changed()
    {
        _step = 0;
        var soon = In(SecondsAfterChange[0]);
        if (soon < Next)
            Next = soon;
    }

    /// <summary>They were read.</summary>
    public void Read() => Next = _step < SecondsAfterChange.Length - 1
        ? In(SecondsAfterChange[++_step] - SecondsAfterChange[_step - 1])
        : AtWholeSecond(RestSeconds);

    private static long In(double seconds) => Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);

    private static long AtWholeSecond(double seconds) => (In(seconds) / Stopwatch.Frequency + 1) * Stopwatch.Frequency;
}
