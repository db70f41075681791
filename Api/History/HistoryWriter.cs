using System.Threading.Channels;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting;

namespace NetApi.History;

/// <summary>Keeps every revision, in groups: what is published while one group is written is the next one.</summary>
/// <remarks>Where the database cannot be written, it tries again until it can. Revisions wait in memory meanwhile, up to a number; past that the oldest are given up, and the history says so.</remarks>
/// <param name="store">Where they are kept.</param>
/// <param name="interruptions">Times in which something could not be watched.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where failures are told.</param>
public sealed partial class HistoryWriter(HistoryStore store, Func<IReadOnlyList<Interruption>> interruptions, TimeProvider clock, ILogger<HistoryWriter> log) : BackgroundService
{
    /// <summary>Revisions that wait to be kept, at the most.</summary>
    public const int MaxPending = 1024;

    // A transaction waits for the disk; what comes within this time shares one.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Queue<Pending> _pending = new();
    private readonly Dictionary<(string Scope, string Code, DateTimeOffset Since), Interruption> _toldInterruptions = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HeldState? _held;
    private HostState? _written;
    private LastSeen? _seen;
    private HistoryEnd? _end;
    private long _run;
    // Whether _held is what the database has.
    private bool _isKnown;
    // The highest number that was told, in this run or before.
    private long _told;
    // When the oldest came about of those that were given up since the last attempt; null where none were.
    private DateTimeOffset? _givenUpSince;
    // Whether the time before this run is told.
    private volatile bool _isStartTold;
    // When this run first looked.
    private DateTimeOffset? _firstAt;
    // How many revisions are being written.
    private int _trying;
    private DateTimeOffset? _failedSince;
    private StoreUnavailableException? _failure;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;
    private long _attempts;

    /// <summary>Whether revisions can be kept.</summary>
    public HistoryHealth Health
    {
        get
        {
            lock (_gate)
                return new HistoryHealth(_failedSince, _lastError, _lastErrorAt, _pending.Count + _trying);
        }
    }

    /// <summary>What the last kept revision shows; null before the first was kept.</summary>
    internal HeldState? Held => System.Threading.Volatile.Read(ref _held);

    /// <summary>The time before this run, until it is kept; null from then on, and where there was none.</summary>
    internal Interruption? Untold
    {
        get
        {
            lock (_gate)
            {
                return _isStartTold || _end is not { SeenAt: { } seen } ? null
                    : new Interruption("netapi", "not-running", seen, _firstAt < seen ? seen : _firstAt, _end.EndedInOrder ? "NetApi did not run." : "NetApi ended without a word, and did not run until its next start.");
            }
        }
    }

    private long Told
    {
        get
        {
            lock (_gate)
                return _told;
        }
    }

    /// <summary>Goes on where the history ends, and notes that a run begins; where that cannot be written, later. To be called before anything is told or kept.</summary>
    /// <returns>Where the history ends.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public async Task<HistoryEnd> OpenAsync(CancellationToken cancel)
    {
        _end = await store.ReadEndAsync(cancel);
        _told = _end.Next - 1;
        try
        {
            _run = await BeginRunAsync(cancel);
        }
        catch (StoreUnavailableException e)
        {
            NotKept(e);
            Moved(e);
        }
        return _end;
    }

    /// <summary>Keeps a revision, soon. Numbers go up.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="state">What it shows.</param>
    public void Keep(Revision revision, HostState state)
    {
        lock (_gate)
        {
            _pending.Enqueue(new Pending(revision, state));
            _firstAt ??= revision.At;
            _told = Math.Max(_told, revision.Number);
            GiveUpOldest();
        }
        Signal();
    }

    /// <summary>Ends once the revision is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    public async Task KeptAsync(long revision, CancellationToken cancel)
    {
        var attempts = System.Threading.Volatile.Read(ref _attempts);
        Signal();
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_held?.Revision >= revision)
                    return;
                if (_failure is { } failure && _attempts > attempts)
                    throw failure;
                moved = _moved.Task;
            }
            await moved.WaitAsync(cancel);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await WaitAsync(_failure is null ? Heartbeat : RetryDelay, stoppingToken);
                await Task.Delay(Gathering, stoppingToken);
                await TryWriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync();
        }
    }

    private async Task TryWriteAsync(CancellationToken cancel)
    {
        List<Pending> batch;
        DateTimeOffset? givenUpSince;
        lock (_gate)
        {
            batch = [.. _pending];
            _pending.Clear();
            _trying = batch.Count;
            // What is given up while this batch is written lies behind it, and is told with the next one.
            (givenUpSince, _givenUpSince) = (_givenUpSince, null);
        }
        // Before the first revision there is nothing to say.
        if (batch.Count == 0 && _held is null && _failure is null)
            return;
        try
        {
            await WriteAsync(batch, givenUpSince, cancel);
            Moved(null);
        }
        catch (Exception e)
        {
            PutBack(batch, givenUpSince);
            if (e is OperationCanceledException)
                throw;
            if (_failure is null)
                NotKept(e);
            // What was thought to be in the database may not be what is there.
            if (e is not StoreUnavailableException)
                (_written, _isKnown) = (null, false);
            Moved(e as StoreUnavailableException ?? StoreUnavailableException.OfHistory(e));
        }
    }

    private Task<long> BeginRunAsync(CancellationToken cancel) => store.BeginRunAsync(clock.GetUtcNow(), HistoryEnd.ReservedAfter(Told), cancel);

    private async Task WriteAsync(List<Pending> batch, DateTimeOffset? givenUpSince, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!_isKnown)
        {
            var found = HeldState.Of(await store.ReadEndAsync(cancel), await store.ReadHeldAsync(cancel));
            // Else what is told from now on would pass for what is kept already.
            if (found.Revision > Told)
                throw StoreUnavailableException.OfOtherWriter(Told, found.Revision);
            // First, as what is kept can be looked at also while nothing can be written.
            System.Threading.Volatile.Write(ref _held, found);
            _isKnown = true;
        }
        if (_run == 0)
            _run = await BeginRunAsync(cancel);
        var note = new RunNote(_run, now, HistoryEnd.ReservedAfter(Told));
        // Whether it can be written at all, before the work is done for it.
        if (_failure is not null)
            await store.AppendAsync([], [], note, cancel);
        var (entries, told, written, held) = (new List<RevisionEntry>(), NewInterruptions(batch, givenUpSince, now), _written, _held!);
        var previous = written ?? (batch.Count == 0 || held.Revision == 0 ? null : held.ToState(new HostState { HostId = batch[0].State.HostId, ObservedAt = _end?.SeenAt ?? DateTimeOffset.MinValue }));
        var seen = _seen ?? (previous is null ? LastSeen.Nothing : await LastSeen.ReadAsync(store, held, previous, cancel));
        foreach (var (revision, state) in batch)
        {
            // Kept already, though the disk said that it was not.
            if (revision.Number < held.Revision)
                continue;
            var change = written is null ? held.Next(state) : held.Next(written, state);
            var hidden = previous is null ? [] : HiddenUntil(state, previous, seen);
            var notBefore = NotBefore(revision, written, told, hidden);
            if (revision.Number > held.Revision)
            {
                entries.Add(EntryOf(revision, change, ChangesOf(revision, previous, state, hidden), notBefore));
                held = change.After;
            }
            else if (change is { Began: [], Ended: [] })
            {
                // The host is as an earlier run left it.
                held = change.After;
            }
            seen = seen.Next(previous ?? state, state, notBefore ?? revision.At);
            written = previous = state;
        }
        await store.AppendAsync(entries, told, note, cancel);
        (_written, _isStartTold) = (written, _isStartTold || batch.Count > 0);
        _seen = batch.Count > 0 ? seen : _seen;
        System.Threading.Volatile.Write(ref _held, held);
        foreach (var interruption in told)
            _toldInterruptions[KnownInterruptions.KeyOf(interruption)] = interruption;
    }

    private void PutBack(List<Pending> batch, DateTimeOffset? givenUpSince)
    {
        lock (_gate)
        {
            _givenUpSince = givenUpSince ?? _givenUpSince;
            _trying = 0;
            var later = _pending.ToList();
            _pending.Clear();
            foreach (var pending in batch.Concat(later))
                _pending.Enqueue(pending);
            GiveUpOldest();
        }
    }

    private void GiveUpOldest()
    {
        while (_pending.Count > MaxPending)
        {
            var at = _pending.Dequeue().Revision.At;
            if (_givenUpSince is not { } since || at < since)
                _givenUpSince = at;
        }
    }

    // The last of a run are kept with its end, as far as the disk allows.
    private async Task EndAsync()
    {
        await TryWriteAsync(CancellationToken.None);
        // Numbers that were told and are not kept must not be used again: the next run has to know.
        if (_run == 0 || _failure is not null || Health.Pending > 0)
            return;
        try
        {
            await store.EndRunAsync(new RunNote(_run, clock.GetUtcNow(), Told), CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            NotKept(e);
        }
    }

    private void Moved(StoreUnavailableException? failure)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _attempts++;
            _trying = 0;
            if (failure is null && _failure is not null)
                KeptAgain(_failedSince!.Value);
            _failedSince = failure is null ? null : _failedSince ?? clock.GetUtcNow();
            _failure = failure;
            if (failure is not null)
                (_lastError, _lastErrorAt) = (failure.Message, _failedSince);
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        moved.SetResult();
    }

    private void Signal() => _signal.Writer.TryWrite(true);

    private async Task WaitAsync(TimeSpan patience, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(patience);
        try
        {
            await _signal.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nothing happened.
        }
    }

    private sealed record Pending(Revision Revision, HostState State);
}
