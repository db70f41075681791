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

    private HeldState(ImmutableDictionary<ItemKey, HeldVersion> versions, long revision, long lastVersion) =>
        (_versions, Revision, _lastVersion) = (versions, revision, lastVersion);

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

    /// <summary>Of what it shows, that which an earlier revision showed already.</summary>
    public IEnumerable<HeldVersion> SharedWith(long revision) => Versions.Where(v => v.First <= revision);

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
    public HostState ToState(HostState empty) => StateOf(empty, Versions);

    /// <summary>A state of versions.</summary>
    public static HostState StateOf(HostState empty, IEnumerable<HeldVersion> versions)
    {
        var byList = versions.ToLookup(v => v.List, v => v.Item);
        return StateLists.All.Aggregate(empty, (state, list) => byList.Contains(list) ? list.With(state, byList[list]) : state);
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
