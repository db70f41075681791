using System.Threading.Channels;

namespace NetApi.Adapters.DockerEngine;

/// <summary>What must be read again: each subject once, however many events name it, and never twice at a time. Thread-safe.</summary>
/// <remarks>
/// A subject is marked, begun and ended. A mark between begin and end makes it due again at the end, as the reading under way
/// may be older than the event.
/// </remarks>
internal sealed class EngineRefreshes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EngineSubject, Entry> _entries = [];
    private readonly Channel<EngineSubject> _due = Channel.CreateUnbounded<EngineSubject>();
    private readonly List<(long LastMark, TaskCompletionSource Settled)> _waiting = [];
    private long _marks;

    /// <summary>Something happened to the subject.</summary>
    /// <param name="subject">What must be read again.</param>
    /// <param name="cause">Why; null where no event says so.</param>
    public void Mark(EngineSubject subject, EngineCause? cause)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(subject, out var entry))
                _entries[subject] = entry = new Entry();
            entry.Cause = cause ?? entry.Cause;
            var mark = ++_marks;
            if (entry.Marked is not null)
                return;
            entry.Marked = mark;
            if (entry.Begun is null)
                _due.Writer.TryWrite(subject);
        }
    }

    /// <summary>The next subject that is due; waits for one.</summary>
    public Task<EngineSubject> NextAsync(CancellationToken cancellationToken) => _due.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>Its reading begins: what is marked from now on is not covered by it.</summary>
    /// <returns>The last event that marked it.</returns>
    public EngineCause? Begin(EngineSubject subject)
    {
        lock (_gate)
        {
            var entry = _entries[subject];
            (entry.Begun, entry.Marked) = (entry.Marked, null);
            var cause = entry.Cause;
            entry.Cause = null;
            return cause;
        }
    }

    /// <summary>Its reading has been taken over.</summary>
    public void End(EngineSubject subject)
    {
        lock (_gate)
        {
            var entry = _entries[subject];
            entry.Begun = null;
            if (entry.Marked is not null)
                _due.Writer.TryWrite(subject);
            else
                _entries.Remove(subject);
            var oldest = Oldest();
            _waiting.RemoveAll(w => w.LastMark < oldest && w.Settled.TrySetResult());
        }
    }

    /// <summary>Forgets all marks: a reading of everything begins. Not while single readings are under way.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            while (_due.Reader.TryRead(out _))
            {
            }
        }
    }

    /// <summary>Ends once everything that was marked before the call has been read after its mark.</summary>
    public Task SettledAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_marks < Oldest())
                return Task.CompletedTask;
            var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_marks, settled));
            return settled.Task.WaitAsync(cancellationToken);
        }
    }

    private long Oldest() => _entries.Values.Select(e => Math.Min(e.Begun ?? long.MaxValue, e.Marked ?? long.MaxValue)).DefaultIfEmpty(long.MaxValue).Min();

    private sealed class Entry
    {
        public long? Marked { get; set; }

        public long? Begun { get; set; }

        public EngineCause? Cause { get; set; }
    }
}
