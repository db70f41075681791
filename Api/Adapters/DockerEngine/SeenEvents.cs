namespace NetApi.Adapters.DockerEngine;

/// <summary>The events that came last: a repeated one is recognised, and one can wait until an event has come. Thread-safe.</summary>
internal sealed class SeenEvents
{
    // Four times what an engine can repeat.
    private const int Remembered = 1024;

    /// <summary>Events are stamped before they are put in order, so that two of them may stand the wrong way round for a moment.</summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<EngineEvent> _inOrder = new();
    private readonly HashSet<EngineEvent> _known = [];
    private readonly List<(EngineEvent Event, TaskCompletionSource Reached)> _waiting = [];
    private DateTimeOffset? _newest;

    /// <summary>When the newest event happened; null before the first.</summary>
    public DateTimeOffset? Newest
    {
        get
        {
            lock (_gate)
                return _newest;
        }
    }

    /// <summary>Whether this very event has come before.</summary>
    public bool Knows(EngineEvent seen)
    {
        lock (_gate)
            return _known.Contains(seen);
    }

    /// <summary>Takes note of an event that was acted upon, and tells those who wait for it.</summary>
    public void Add(EngineEvent seen)
    {
        lock (_gate)
        {
            if (!_known.Add(seen))
                return;
            _inOrder.Enqueue(seen);
            if (_inOrder.Count > Remembered)
                _known.Remove(_inOrder.Dequeue());
            _newest = _newest > seen.Time ? _newest : seen.Time;
            foreach (var waiting in _waiting.Where(w => w.Event == seen || IsPast(w.Event)))
                waiting.Reached.TrySetResult();
        }
    }

    /// <summary>Ends once the event has come; one that came so long ago that it is forgotten counts too.</summary>
    public async Task ReachAsync(EngineEvent awaited, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_known.Contains(awaited) || IsPast(awaited))
                return;
            _waiting.Add((awaited, reached));
        }
        try
        {
            await reached.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
                _waiting.RemoveAll(w => w.Reached == reached);
        }
    }

    private bool IsPast(EngineEvent awaited) => _newest > awaited.Time + Disorder;
}
