using System.Collections.Immutable;
using System.Text;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Json;

namespace NetApi.History;

public sealed partial class HistoryWriter
{
    // The first of a run is compared with what an earlier run saw, and the first after some were given up with the last that was kept.
    private static ImmutableArray<Change> ChangesOf(Revision revision, HostState? previous, HostState state, List<(DateTimeOffset NotBefore, ImmutableArray<Change> Changes)> hidden) => previous switch
    {
        null => [],
        _ when hidden is not [] => HostDiff.Join(hidden.SelectMany(h => h.Changes).Concat(HostDiff.Compare(previous, state))),
        // One that an earlier run kept has no number here, as nothing was compared with it yet.
        _ => previous.Revision + 1 == revision.Number ? revision.Changes : HostDiff.Compare(previous, state),
    };

    // What changed behind gaps that are over no comparison with the one before tells.
    private static List<(DateTimeOffset NotBefore, ImmutableArray<Change> Changes)> HiddenUntil(HostState state, HostState previous, LastSeen seen) =>
        [.. seen.Over(state).Distinct().Select(s => (s.NotBefore, HostDiff.Unseen(s.State, previous, state)))];

    // What was missed of the engine and of the kernel the revision knows; here the times are added in which there were no revisions, or none that could be kept, or in which something was hidden that changed.
    private static DateTimeOffset? NotBefore(Revision revision, HostState? written, List<Interruption> told, List<(DateTimeOffset NotBefore, ImmutableArray<Change> Changes)> hidden)
    {
        var own = told.Where(i => i.Scope is "netapi" or "history" && i.Until <= revision.At && (written is null || i.Until > written.ObservedAt));
        var changed = hidden.Where(h => h.Changes.Any(c => c.Entity != ChangeEntity.Gap));
        var since = own.Select(i => (DateTimeOffset?)i.Since).Concat(changed.Select(h => (DateTimeOffset?)h.NotBefore)).Append(revision.NotBefore).Min();
        return since < revision.At ? since : null;
    }

    // What was not told yet, or is over by now.
    private List<Interruption> NewInterruptions(List<Pending> batch, DateTimeOffset? givenUpSince, DateTimeOffset now)
    {
        List<Interruption> all = [.. interruptions()];
        if (batch.Count > 0 && Untold is { } start)
            all.Add(start);
        if (givenUpSince is { } lost && batch.Count > 0)
            all.Add(new Interruption("history", "not-kept", lost, batch[0].Revision.At, "The database could not be written, and more changed than NetApi holds in memory."));
        foreach (var old in _toldInterruptions.Keys.Except(all.Select(KnownInterruptions.KeyOf)).ToList())
        {
            // Whoever watched has been replaced: it is over all the same.
            if (_toldInterruptions[old] is { Until: null } open)
                all.Add(open with { Until = now });
            else
                _toldInterruptions.Remove(old);
        }
        return [.. all.Where(i => !_toldInterruptions.TryGetValue(KnownInterruptions.KeyOf(i), out var known) || known != i)];
    }

    private static RevisionEntry EntryOf(Revision revision, HeldChange change, IReadOnlyList<Change> changes, DateTimeOffset? notBefore) => new(
        revision.Number,
        revision.At,
        notBefore,
        revision.Hash,
        revision.Causes.IsEmpty ? null : Encoding.UTF8.GetString(HostStateJson.SerializeEntity(revision.Causes)),
        change.Began,
        change.Ended,
        changes);
}
