using System.Collections.Immutable;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Json;

namespace NetApi.History;

/// <summary>What a revision makes of the one before.</summary>
/// <param name="After">What it shows.</param>
/// <param name="Began">Versions that it is the first to show.</param>
/// <param name="Ended">Versions that the one before was the last to show.</param>
internal sealed record HeldChange(HeldState After, IReadOnlyList<HeldVersion> Began, IReadOnlyList<HeldVersion> Ended);

/// <summary>All that the last kept revision shows, each thing with the revision that it began with. Immutable, so that readers and the writer share it.</summary>
internal sealed class HeldState
{
    // Equal items are twins.
    private readonly ImmutableDictionary<ItemKey, HeldVersion> _versions;
    private readonly long _lastVersion;

    // Made when a state of the past is asked for first: what such a state shares with this one is taken from here. The tree of the versions
    // is slow for thousands of questions.
    private readonly Lazy<(HostState State, Dictionary<StateList, long[]> Firsts, Dictionary<ItemKey, object> Items)> _whole;

    private HeldState(ImmutableDictionary<ItemKey, HeldVersion> versions, long revision, long lastVersion)
    {
        (_versions, Revision, _lastVersion) = (versions, revision, lastVersion);
        _whole = new(MakeWhole);
    }

    /// <summary>Number of the revision; 0 where none is kept.</summary>
    public long Revision { get; }

    /// <summary>What was read from the database.</summary>
    public static HeldState Of(HistoryEnd end, IEnumerable<HeldVersion> versions)
    {
        var held = ImmutableDictionary.CreateBuilder<ItemKey, HeldVersion>();
        foreach (var version in versions)
            Push(held, version);
        return new HeldState(held.ToImmutable(), end.Revision, end.LastVersion);
    }

    /// <summary>A thing that it shows; null where it does not.</summary>
    public object? Find(ItemKey key) => _whole.Value.Items.GetValueOrDefault(key);

    /// <summary>The next revision, from what differs between it and this one.</summary>
    /// <param name="from">The state of this revision.</param>
    /// <param name="to">The state of the next one.</param>
    public HeldChange Next(HostState from, HostState to)
    {
        var changing = new Changing(this, to.Revision);
        foreach (var list in StateLists.All)
        {
            var (removed, added) = list.Delta(from, to);
            var gone = Counts(removed.Select(list.KeyOf));
            foreach (var item in added)
            {
                if (list.KeyOf(item) is { } key && !Take(gone, key))
                    changing.Begin(list, key, item);
            }
            foreach (var (key, count) in gone)
                changing.End(key, count);
        }
        return changing.Finish();
    }

    /// <summary>The next revision, or this one, from all that it shows.</summary>
    public HeldChange Next(HostState to)
    {
        var changing = new Changing(this, to.Revision);
        var left = new Dictionary<ItemKey, int>(_versions.Count);
        foreach (var (key, version) in _versions)
            left[key] = Twins(version).Count();
        foreach (var list in StateLists.All)
        {
            foreach (var item in list.ItemsOf(to))
            {
                if (list.KeyOf(item) is not { } key)
                    continue;
                if (!Take(left, key))
                    changing.Begin(list, key, item);
                else if (!list.KeepsAll && _versions[key] is { Twin: null } version)
                    // So that it is not kept in memory twice.
                    version.Item = list.Kept(item);
            }
        }
        foreach (var (key, count) in left)
            changing.End(key, count);
        return changing.Finish();
    }

    /// <summary>The state that it shows.</summary>
    /// <param name="empty">Host, instant, number and hash of it.</param>
    public HostState ToState(HostState empty) => At(Revision, [], empty);

    /// <summary>The state that an earlier revision showed. Lists in which nothing differs are the same in all of them.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="ended">What it showed and this one does not.</param>
    /// <param name="empty">Host, instant, number and hash of it.</param>
    public HostState At(long revision, IEnumerable<HeldVersion> ended, HostState empty)
    {
        var (whole, firsts, _) = _whole.Value;
        var gone = ended.ToLookup(v => v.List, v => v.Item);
        return StateLists.All.Aggregate(empty, (state, list) =>
        {
            var first = firsts[list];
            return list.With(state, whole, Array.Exists(first, f => f > revision) ? i => first[i] > revision : null, [.. gone[list]]);
        });
    }

    private (HostState State, Dictionary<StateList, long[]> Firsts, Dictionary<ItemKey, object> Items) MakeWhole()
    {
        var all = Versions.ToList();
        var items = new Dictionary<ItemKey, object>(all.Count);
        foreach (var version in all)
            items.TryAdd(version.Key, version.Item);
        var versions = all.ToLookup(v => v.List);
        var (state, firsts) = (new HostState { HostId = "", ObservedAt = default }, new Dictionary<StateList, long[]>());
        foreach (var list in StateLists.All)
        {
            // The order in which they began is that in which they were seen.
            var ordered = versions[list].OrderBy(v => v.Item, list.Order).ThenBy(v => v.Id).ToList();
            firsts[list] = [.. ordered.Select(v => v.First)];
            state = list.With(state, ordered.Select(v => v.Item));
        }
        return (state, firsts, items);
    }

    private IEnumerable<HeldVersion> Versions => _versions.Values.SelectMany(v => v.Twin is null ? [v] : Twins(v));

    private static IEnumerable<HeldVersion> Twins(HeldVersion? version)
    {
        for (; version is not null; version = version.Twin)
            yield return version;
    }

    private static void Push(ImmutableDictionary<ItemKey, HeldVersion>.Builder held, HeldVersion version)
    {
        version.Twin = held.GetValueOrDefault(version.Key);
        held[version.Key] = version;
    }

    private static Dictionary<ItemKey, int> Counts(IEnumerable<ItemKey?> keys)
    {
        var counts = new Dictionary<ItemKey, int>();
        foreach (var key in keys.OfType<ItemKey>())
            counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts;
    }

    private static bool Take(Dictionary<ItemKey, int> counts, ItemKey key)
    {
        if (!counts.TryGetValue(key, out var count) || count == 0)
            return false;
        counts[key] = count - 1;
        return true;
    }

    private sealed class Changing(HeldState before, long revision)
    {
        private readonly ImmutableDictionary<ItemKey, HeldVersion>.Builder _held = before._versions.ToBuilder();
        private readonly List<HeldVersion> _began = [];
        private readonly List<HeldVersion> _ended = [];
        private long _last = before._lastVersion;

        public void Begin(StateList list, ItemKey key, object item)
        {
            var version = new HeldVersion(++_last, list, list.Kept(item), key, revision);
            Push(_held, version);
            _began.Add(version);
        }

        public void End(ItemKey key, int count)
        {
            for (; count > 0; count--)
            {
                var version = _held[key];
                _ended.Add(version);
                if (version.Twin is { } twin)
                    _held[key] = twin;
                else
                    _held.Remove(key);
            }
        }

        public HeldChange Finish() => new(new HeldState(_held.ToImmutable(), revision, _last), _began, _ended);
    }
}
