using System.Diagnostics;

namespace NetApi.Domain.Diff;

/// <summary>Compares the things of one entity.</summary>
internal interface IEntityComparison
{
    IEnumerable<Change> Compare(Side from, Side to);

    /// <summary>Changes between two states that a third one, later than the first, could not have shown.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The second.</param>
    /// <param name="blind">The third, as it is compared with the second.</param>
    /// <param name="toOfBlind">The second, as it is compared with the third.</param>
    IEnumerable<Change> Unseen(Side from, Side to, Side blind, Side toOfBlind);

    /// <summary>All things of <paramref name="side"/>, under the keys that they have in a comparison with the other.</summary>
    IEnumerable<(ChangeEntity Entity, string Key, object View)> Views(Side side, Side other);
}

/// <summary>A thing with its key.</summary>
/// <param name="Key">What people call it.</param>
/// <param name="Distinction">What tells it from others of the same key; becomes part of the key only where a state has several.</param>
/// <param name="View">Its own fields.</param>
internal sealed record Keyed<TView>(string Key, string Distinction, TView View);

/// <summary>Joins the things of two states by key. What an entity is, when it is the same and how it is told is left to the leaves.</summary>
internal abstract class EntityComparison<TView>(ChangeEntity entity) : IEntityComparison
    where TView : class
{
    public IEnumerable<Change> Compare(Side from, Side to)
    {
        var (before, after) = Index(from, to);
        foreach (var (key, view) in before)
        {
            if (after.TryGetValue(key, out var now))
            {
                if (!Same(view, now, from, to))
                    yield return new Change(ChangeKind.Changed, entity, key, view, now, Changed(view, now));
            }
            else if (Shows(to, view))
            {
                yield return new Change(ChangeKind.Removed, entity, key, view, null, Removed(view, to));
            }
        }
        foreach (var (key, view) in after)
        {
            if (!before.ContainsKey(key) && Shows(from, view))
                yield return new Change(ChangeKind.Added, entity, key, null, view, Added(view, from));
        }
    }

    public virtual IEnumerable<Change> Unseen(Side from, Side to, Side blind, Side toOfBlind)
    {
        var changes = Compare(from, to).ToList();
        if (changes.Count == 0)
            return [];
        var (seen, _) = Index(blind, toOfBlind);
        return changes.Where(c => !seen.ContainsKey(c.Key) && !Shows(blind, (TView)(c.After ?? c.Before)!));
    }

    public IEnumerable<(ChangeEntity Entity, string Key, object View)> Views(Side side, Side other) =>
        Index(side, other).From.Select(thing => (entity, thing.Key, (object)thing.Value));

    /// <summary>The things of one state.</summary>
    protected abstract IEnumerable<Keyed<TView>> Read(Side side, Side other);

    /// <summary>Whether the state would have shown the thing, had it been there; and whether its absence is worth a word.</summary>
    protected abstract bool Shows(Side side, TView view);

    /// <summary>Whether nothing changed, as far as both states could look.</summary>
    protected virtual bool Same(TView before, TView after, Side from, Side to) => before.Equals(after);

    protected abstract string Added(TView after, Side from);

    protected abstract string Removed(TView before, Side to);

    protected virtual string Changed(TView before, TView after) =>
        throw new UnreachableException($"A thing of the entity {entity} comes and goes, but never changes.");

    /// <summary>The things of both states.</summary>
    protected virtual (IReadOnlyList<Keyed<TView>> From, IReadOnlyList<Keyed<TView>> To) ReadBoth(Side from, Side to) => ([.. Read(from, to)], [.. Read(to, from)]);

    private (Dictionary<string, TView> From, Dictionary<string, TView> To) Index(Side from, Side to)
    {
        var (old, young) = ReadBoth(from, to);
        var ambiguous = new HashSet<string>(StringComparer.Ordinal);
        AddAmbiguous(old, ambiguous);
        AddAmbiguous(young, ambiguous);
        return (Index(old, ambiguous), Index(young, ambiguous));
    }

    private static void AddAmbiguous(IReadOnlyList<Keyed<TView>> things, HashSet<string> ambiguous)
    {
        var distinctions = new Dictionary<string, string>(things.Count, StringComparer.Ordinal);
        foreach (var thing in things)
        {
            if (!distinctions.TryAdd(thing.Key, thing.Distinction) && distinctions[thing.Key] != thing.Distinction)
                ambiguous.Add(thing.Key);
        }
    }

    private static Dictionary<string, TView> Index(IReadOnlyList<Keyed<TView>> things, HashSet<string> ambiguous)
    {
        var index = new Dictionary<string, TView>(things.Count, StringComparer.Ordinal);
        foreach (var thing in things)
            index.TryAdd(ambiguous.Contains(thing.Key) ? $"{thing.Key} ({thing.Distinction})" : thing.Key, thing.View);
        return index;
    }
}
