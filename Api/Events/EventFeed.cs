using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NetApi.Hosting;

namespace NetApi.Events;

/// <summary>What changed lately, for everybody who listens.</summary>
/// <remarks>
/// It holds the newest revisions' events, each written once. Readers come and take what is new to them, at their own pace: nothing is
/// queued for a reader, so a slow one costs nothing and holds nobody up. One that comes back for what is no longer held has to resync.
/// </remarks>
public sealed class EventFeed : IDisposable
{
    /// <summary>Revisions that are held, at most.</summary>
    public const int MaxRevisions = 4096;

    /// <summary>Memory that they may take up, in bytes, about.</summary>
    public const long MaxBytes = 16 << 20;

    /// <summary>Longest silence: proxies close connections that say nothing for a minute.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly EventBatch?[] _held;
    private readonly ITimer _heartbeat;
    private readonly int _maxReaders;
    private long _bytes;
    private long _oldest;
    private EventBatch? _newest;
    private int _readers;
    private long _beats;
    private TaskCompletionSource _woken = NewSignal();

    /// <summary>An empty feed.</summary>
    public EventFeed(IOptions<JsonOptions> json, IOptions<NetApiOptions> options, TimeProvider clock)
        : this(json.Value.SerializerOptions, options.Value.EventReaders, clock, MaxRevisions)
    {
    }

    internal EventFeed(JsonSerializerOptions json, int maxReaders, TimeProvider clock, int maxRevisions)
    {
        Json = json;
        _maxReaders = maxReaders;
        _held = new EventBatch?[maxRevisions];
        _heartbeat = clock.CreateTimer(_ => Wake(beats: 1), null, Heartbeat, Heartbeat);
    }

    /// <summary>How data is written.</summary>
    internal JsonSerializerOptions Json { get; }

    /// <summary>Tells every reader of a revision. Numbers go up by one.</summary>
    public void Publish(Revision revision)
    {
        // Outside the lock: readers go on while the text is made, and there is one publisher.
        var batch = EventBatch.Of(revision, _newest?.Id, Json);
        lock (_gate)
        {
            if (_newest is null)
                _oldest = revision.Number;
            _newest = batch;
            if (revision.Number - _oldest >= _held.Length)
                ForgetOldest();
            _held[Slot(revision.Number)] = batch;
            _bytes += batch.SizeBytes;
            while (_bytes > MaxBytes)
                ForgetOldest();
        }
        Wake(beats: 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _heartbeat.Dispose();

    /// <summary>The newest revision (null before the first), how many heartbeats there were, and what completes when either goes on.</summary>
    internal (EventBatch? Newest, long Beats, Task Woken) Look()
    {
        lock (_gate)
            return (_newest, _beats, _woken.Task);
    }

    /// <summary>The events of a revision; null where it is no longer held, or not there yet.</summary>
    internal EventBatch? Find(long number)
    {
        lock (_gate)
            return number >= _oldest && number <= _newest?.Id.Number ? _held[Slot(number)] : null;
    }

    /// <summary>Where a reader goes on that has seen an event, or why it cannot.</summary>
    internal (EventId At, ResyncReason? Reason) Resume(EventId seen)
    {
        lock (_gate)
        {
            var newest = _newest!.Id;
            if (seen.Number < newest.Number && seen.Number + 1 >= _oldest && _held[Slot(seen.Number + 1)]!.Previous == seen)
                return (seen, null);
            // Another run of NetApi, or so long ago that it is forgotten: but the network is as the reader saw it, and so it missed nothing.
            if (seen.Hash == newest.Hash)
                return (newest, null);
            return (newest, seen.Number + 1 < _oldest ? ResyncReason.TooOld : ResyncReason.UnknownEvent);
        }
    }

    /// <summary>Lets a reader in; false where <see cref="NetApiOptions.EventReaders"/> are in.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _readers) <= _maxReaders)
            return true;
        Leave();
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _readers);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int Slot(long number) => (int)(number % _held.Length);

    private void ForgetOldest()
    {
        ref var oldest = ref _held[Slot(_oldest++)];
        _bytes -= oldest!.SizeBytes;
        oldest = null;
    }

    private void Wake(int beats)
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            _beats += beats;
            (woken, _woken) = (_woken, NewSignal());
        }
        woken.SetResult();
    }
}
