using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace NetApi.Events;

/// <summary>Writes the feed to one reader, as server-sent events (HTML Living Standard, 9.2).</summary>
/// <remarks>
/// All changes of a revision go out together, and only the last carries the id: a connection that breaks in between makes the reader come
/// back with the id of the revision before, and it gets this one again from its beginning, whole.
/// </remarks>
internal sealed class EventReader(EventFeed feed, EventFilter filter, string? seen, PipeWriter body)
{
    // Bytes that are written before the transport is asked whether it can keep up.
    private const int FlushBytes = 32 * 1024;

    // The revision that everything was told of, and whether the reader was given its id.
    private EventId _at;
    private bool _knowsId;
    private int _unflushed;

    /// <summary>Writes until the reader hangs up or may no longer listen.</summary>
    /// <param name="mayListen">Asked before anything is told.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(Func<bool> mayListen, CancellationToken cancel)
    {
        // At once, so that a reader sees that it is connected even before there is a first state.
        Write(": NetApi\n\n");
        var begun = false;
        var (_, beats, _) = feed.Look();
        while (mayListen())
        {
            var (newest, beatsNow, woken) = feed.Look();
            if (newest is not null)
            {
                if (!begun)
                    Begin(newest);
                begun = true;
                await CatchUpAsync(newest.Id.Number, cancel);
            }
            if (beatsNow != beats)
                Beat(begun);
            beats = beatsNow;
            await FlushAsync(cancel);
            await woken.WaitAsync(cancel);
        }
    }

    private void Begin(EventBatch newest)
    {
        ResyncReason? reason = null;
        if (string.IsNullOrEmpty(seen))
            _at = newest.Id;
        else if (EventId.TryParse(seen, out var id))
            (_at, reason) = feed.Resume(id);
        else
            (_at, reason) = (newest.Id, ResyncReason.UnknownEvent);
        // What follows this was not told yet: with the id of the newest revision, a reader whose connection breaks would miss it.
        var isCurrent = _at == newest.Id && reason is null;
        var (revision, gaps) = (newest.Revision, newest.Revision.Gaps);
        Write("hello", new HelloEvent(revision.Number, revision.Hash, revision.At, !string.IsNullOrEmpty(seen) && reason is null, gaps.IsEmpty, gaps), isCurrent ? _at : null);
        _knowsId = isCurrent;
        if (reason is { } why)
            Resync(newest, why);
    }

    private async Task CatchUpAsync(long number, CancellationToken cancel)
    {
        while (_at.Number < number)
        {
            if (feed.Find(_at.Number + 1) is { } batch)
                await TellAsync(batch, cancel);
            else
                Resync(feed.Look().Newest!, ResyncReason.TooSlow);
        }
    }

    private async Task TellAsync(EventBatch batch, CancellationToken cancel)
    {
        var last = batch.Frames.LastOrDefault(filter.Passes);
        foreach (var frame in batch.Frames)
        {
            if (!filter.Passes(frame))
                continue;
            Write(frame.Text.Span);
            Write(ReferenceEquals(frame, last) ? $"id: {batch.Id}\n\n" : "\n");
            if (_unflushed >= FlushBytes)
                await FlushAsync(cancel);
        }
        _at = batch.Id;
        _knowsId = last is not null;
    }

    private void Resync(EventBatch newest, ResyncReason reason)
    {
        var (revision, gaps) = (newest.Revision, newest.Revision.Gaps);
        Write("resync", new ResyncEvent(revision.Number, revision.Hash, revision.At, reason, InWords(reason), gaps.IsEmpty, gaps), newest.Id);
        (_at, _knowsId) = (newest.Id, true);
    }

    // A comment; with it the id of a revision of which this reader was told nothing, so that it need not come back with an old one.
    private void Beat(bool begun)
    {
        Write(begun && !_knowsId ? $": {_at}\nid: {_at}\n\n" : ": still here\n\n");
        _knowsId = begun;
    }

    private void Write<T>(string name, T data, EventId? id)
    {
        Write(EventBatch.TextOf(name, data, feed.Json));
        Write(id is { } known ? $"id: {known}\n\n" : "\n");
    }

    private void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(ReadOnlySpan<byte> text)
    {
        body.Write(text);
        _unflushed += text.Length;
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_unflushed > 0)
            await body.FlushAsync(cancel);
        _unflushed = 0;
    }

    private static string InWords(ResyncReason reason) => reason switch
    {
        ResyncReason.UnknownEvent => "The event you came back with is not one of this run of NetApi. Read the topology again; what follows begins after this revision.",
        ResyncReason.TooOld => $"More happened since the event you came back with than is remembered ({EventFeed.MaxRevisions} revisions or {EventFeed.MaxBytes >> 20} MiB). Read the topology again; what follows begins after this revision.",
        _ => "More happened than you read. Read the topology again; what follows begins after this revision.",
    };
}
