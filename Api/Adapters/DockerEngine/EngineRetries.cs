namespace NetApi.Adapters.DockerEngine;

/// <summary>Has what a gap hides read again, later each time: no event says when the engine can show it. Thread-safe.</summary>
/// <param name="clock">Measures the pauses.</param>
/// <param name="mark">Has a subject read again.</param>
internal sealed class EngineRetries(TimeProvider clock, Action<EngineSubject> mark) : IDisposable
{
    /// <summary>How long it waits after the first failure.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits at most.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<EngineSubject, Retry> _retries = [];
    private bool _isOver;

    /// <summary>Takes note of a reading.</summary>
    /// <param name="subject">What was read.</param>
    /// <param name="isHidden">Whether it left a gap; if not, nothing is asked again.</param>
    public void Note(EngineSubject subject, bool isHidden)
    {
        lock (_gate)
        {
            if (!isHidden)
            {
                if (_retries.Remove(subject, out var read))
                    read.Timer.Dispose();
            }
            else if (_retries.TryGetValue(subject, out var retry))
            {
                retry.Pause = TimeSpan.FromTicks(Math.Min(2 * retry.Pause.Ticks, LongestPause.Ticks));
                retry.Timer.Change(retry.Pause, Timeout.InfiniteTimeSpan);
            }
            else if (!_isOver)
            {
                _retries[subject] = new Retry(clock.CreateTimer(_ => mark(subject), null, FirstPause, Timeout.InfiniteTimeSpan), FirstPause);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var retry in _retries.Values)
                retry.Timer.Dispose();
            _retries.Clear();
        }
    }

    private sealed class Retry(ITimer timer, TimeSpan pause)
    {
        public ITimer Timer { get; } = timer;

        public TimeSpan Pause { get; set; } = pause;
    }
}
