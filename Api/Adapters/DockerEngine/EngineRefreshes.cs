using System.Collections.Immutable;
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
    private ImmutableArray<EngineCause> _causesOfAll = [];
    private long _marks;

    /// <summary>When the oldest event happened that no reading has shown yet; null where all of them were shown.</summary>
    public DateTimeOffset? OldestCause
    {
        get
        {
            lock (_gate)
                return _entries.Values.SelectMany(e => e.AllCauses).Min(c => (DateTimeOffset?)c.Time);
        }
    }

    /// <summary>Something happened to the subject.</summary>
    /// <param name="subject">What must be read again.</param>
    /// <param name="cause">Why; null where no event says so.</param>
    public void Mark(EngineSubject subject, EngineCause? cause)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(subject, out var entry))
                _entries[subject] = entry = new Entry();
            if (cause is not null)
                entry.Causes = EngineCauses.Newest(entry.Causes.Append(cause), EngineCauses.MostOfOne);
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
    public void Begin(EngineSubject subject)
    {
        lock (_gate)
        {
            var entry = _entries[subject];
            (entry.Begun, entry.Marked) = (entry.Marked, null);
            (entry.Covered, entry.Causes) = (entry.Causes, []);
        }
    }

    /// <summary>The events that its reading comes after, in their order; to be asked for when it is at hand.</summary>
    /// <remarks>
    /// Those since its beginning are among them: an engine keeps an inspection waiting until a start is done, so that a reading that the first event
    /// of a start led to shows all of it. They are causes of the next reading too, which may be the one that shows what they did.
    /// </remarks>
    public ImmutableArray<EngineCause> CausesOf(EngineSubject subject)
    {
        lock (_gate)
            return EngineCauses.Newest(_entries[subject].AllCauses, EngineCauses.MostOfOne);
    }

    /// <summary>Its reading has been taken over.</summary>
    public void End(EngineSubject subject)
    {
        lock (_gate)
        {
            var entry = _entries[subject];
            (entry.Begun, entry.Covered) = (null, []);
            if (entry.Marked is not null)
                _due.Writer.TryWrite(subject);
            else
                _entries.Remove(subject);
            var oldest = Oldest();
            _waiting.RemoveAll(w => w.LastMark < oldest && w.Settled.TrySetResult());
        }
    }

    /// <summary>A reading of everything begins, and all marks are forgotten. Not while single readings are under way; one that was broken off need not be ended.</summary>
    public void BeginAll()
    {
        lock (_gate)
        {
            _causesOfAll = CausesOfAll();
            _entries.Clear();
            while (_due.Reader.TryRead(out _))
            {
            }
        }
    }

    /// <summary>The reading of everything is at hand.</summary>
    /// <returns>The events that it comes after and no other reading showed, in their order; those since its beginning are among them, as of a single one.</returns>
    public ImmutableArray<EngineCause> EndAll()
    {
        lock (_gate)
        {
            var causes = CausesOfAll();
            _causesOfAll = [];
            return causes;
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

    private ImmutableArray<EngineCause> CausesOfAll() => EngineCauses.Newest(_causesOfAll.Concat(_entries.Values.SelectMany(e => e.AllCauses)), EngineCauses.MostOfAll);

    private sealed class Entry
    {
        public long? Marked { get; set; }

        public long? Begun { get; set; }

        // Of the marks since the reading under way began, or since the last one ended.
        public ImmutableArray<EngineCause> Causes { get; set; } = [];

        // Of the marks that the reading under way covers.
        public ImmutableArray<EngineCause> Covered { get; set; } = [];

        public IEnumerable<EngineCause> AllCauses => Covered.Concat(Causes);
    }
}
