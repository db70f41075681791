using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NetApi.Domain.Diff;
using NetApi.Hosting;

namespace NetApi.Events;

/// <summary>One change, written once for every reader: all of its event but the id and the empty line that ends it.</summary>
/// <param name="Entity">To what kind of thing it happened.</param>
/// <param name="Key">To which one.</param>
/// <param name="Scope">What it is about.</param>
/// <param name="Names">Where it is told for followers of names: those that a namespace or a link had before and has now. Who follows both, and is told of namespaces or such links, knows by the change of that. None for an ordinary change.</param>
/// <param name="Text">Its text.</param>
internal sealed record EventFrame(ChangeEntity Entity, string Key, ChangeScope Scope, ImmutableArray<NameChange> Names, ReadOnlyMemory<byte> Text);

/// <summary>The events of one revision.</summary>
/// <param name="Revision">The revision, without what changed.</param>
/// <param name="Id">Its id.</param>
/// <param name="Previous">Id of the revision before; null for the first.</param>
/// <param name="Frames">What left and entered with the names of namespaces and links, and its changes, in the order of the diff.</param>
/// <param name="SizeBytes">About what it takes up in memory.</param>
internal sealed record EventBatch(Revision Revision, EventId Id, EventId? Previous, ImmutableArray<EventFrame> Frames, long SizeBytes)
{
    // Key, scope and objects of a frame, beside its text.
    private const int FrameOverheadBytes = 500;

    public static EventBatch Of(Revision revision, EventId? previous, JsonSerializerOptions json)
    {
        // What changed besides is told under the later name, and so comes last.
        var namespaces = revision.Renamings.Where(r => r.Name.Entity == ChangeEntity.Namespace).ToList();
        ImmutableArray<EventFrame> frames =
        [
            .. Renamed(namespaces.SelectMany(r => r.Left, (r, change) => (r, change))),
            .. Renamed(namespaces.SelectMany(r => r.Entered, (r, change) => (r, change))),
            // One link after the other: two that were renamed may both be told by what names them, such as a port and its bridge.
            .. revision.Renamings.Except(namespaces).SelectMany(r => r.Left.Concat(r.Entered), (r, change) => Frame(change, [r.Name])),
            .. revision.Changes.Select(change => Frame(change, [])),
        ];
        var size = frames.Sum(f => (long)f.Text.Length + FrameOverheadBytes) + FrameOverheadBytes;
        return new EventBatch(revision with { Changes = [], Renamings = [] }, EventId.Of(revision.Number, revision.Hash), previous, frames, size);

        // A veth pair between two namespaces that both have another name is in both.
        IEnumerable<EventFrame> Renamed(IEnumerable<(Renaming Renaming, Change Change)> told) => told.GroupBy(
            t => (t.Change.Entity, t.Change.Key),
            (_, same) => Frame(same.First().Change, [.. same.Select(t => t.Renaming.Name)]));

        EventFrame Frame(Change change, ImmutableArray<NameChange> names) => new(
            change.Entity, change.Key, ChangeScope.Of(change), names, TextOf(JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()), ChangeEvent.Of(revision, change), json));
    }

    /// <summary>An event's name and data. JSON on one line never holds a line break, so one field of data is enough.</summary>
    public static byte[] TextOf<T>(string name, T data, JsonSerializerOptions json) =>
        [.. Encoding.UTF8.GetBytes($"event: {name}\ndata: "), .. JsonSerializer.SerializeToUtf8Bytes(data, json), (byte)'\n'];
}
