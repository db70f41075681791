using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NetApi.Domain.Diff;
using NetApi.Hosting;

namespace NetApi.Events;

/// <summary>One change, written once for every reader: all of its event but the id and the empty line that ends it.</summary>
internal sealed record EventFrame(ChangeEntity Entity, ChangeKind Kind, string Key, ChangeScope Scope, ReadOnlyMemory<byte> Text);

/// <summary>The events of one revision.</summary>
/// <param name="Revision">The revision, without its changes.</param>
/// <param name="Id">Its id.</param>
/// <param name="Previous">Id of the revision before; null for the first.</param>
/// <param name="Frames">Its changes, in the order of the diff.</param>
/// <param name="SizeBytes">About what it takes up in memory.</param>
internal sealed record EventBatch(Revision Revision, EventId Id, EventId? Previous, ImmutableArray<EventFrame> Frames, long SizeBytes)
{
    // Key, scope and objects of a frame, beside its text.
    private const int FrameOverheadBytes = 500;

    public static EventBatch Of(Revision revision, EventId? previous, JsonSerializerOptions json)
    {
        ImmutableArray<EventFrame> frames = [.. revision.Changes.Select(change => new EventFrame(
            change.Entity,
            change.Kind,
            change.Key,
            ChangeScope.Of(change),
            TextOf(JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()), ChangeEvent.Of(revision, change), json)))];
        var size = frames.Sum(f => (long)f.Text.Length + FrameOverheadBytes) + FrameOverheadBytes;
        return new EventBatch(revision with { Changes = [] }, EventId.Of(revision.Number, revision.Hash), previous, frames, size);
    }

    /// <summary>An event's name and data. JSON on one line never holds a line break, so one field of data is enough.</summary>
    public static byte[] TextOf<T>(string name, T data, JsonSerializerOptions json) =>
        [.. Encoding.UTF8.GetBytes($"event: {name}\ndata: "), .. JsonSerializer.SerializeToUtf8Bytes(data, json), (byte)'\n'];
}
