using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetApi.Domain.Diff;

/// <summary>What has to be taken out of one list and put into it to get the items of another, order aside.</summary>
/// <typeparam name="T">Type of the items; it compares by value.</typeparam>
/// <param name="Removed">Items that only the first list has.</param>
/// <param name="Added">Items that only the second list has.</param>
public sealed record ListDelta<T>(IReadOnlyList<T> Removed, IReadOnlyList<T> Added)
    where T : class
{
    /// <summary>Nothing differs.</summary>
    public bool IsEmpty => Removed.Count == 0 && Added.Count == 0;

    /// <summary>Some of the first list with all that it alone has, and the same of the second.</summary>
    internal (ImmutableArray<T> First, ImmutableArray<T> Second) Both(IEnumerable<T> first)
    {
        ImmutableArray<T> before = [.. first];
        // Twins may be one object: as many go as were removed.
        var gone = new Dictionary<T, int>(Removed.Count, ReferenceEqualityComparer.Instance);
        foreach (var item in Removed)
            CollectionsMarshal.GetValueRefOrAddDefault(gone, item, out _)++;
        return (before, [.. before.Where(item => !ListDelta.Take(gone, item)), .. Added]);
    }
}

/// <summary>Finds what differs between two lists.</summary>
/// <remarks>
/// Successive states share nearly all of their items, in nearly the same order, often as the same objects. So the lists are walked side by
/// side, and only what does not line up is looked at by value: lists of one length n that differ in few places cost n comparisons of
/// references, others no more than hashing what differs.
/// </remarks>
public static class ListDelta
{
    // How far the walk looks for the place where the lists line up again: about what one namespace brings to a list.
    private const int Reach = 32;

    /// <summary>Compares two lists.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <param name="hash">A hash of an item that costs less than that of all of it; null where there is none.</param>
    public static ListDelta<T> Between<T>(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, int>? hash = null)
        where T : class
    {
        if (before == after)
            return new([], []);
        var old = before.AsSpan();
        var young = after.AsSpan();
        while (!old.IsEmpty && !young.IsEmpty && Same(old[^1], young[^1]))
        {
            old = old[..^1];
            young = young[..^1];
        }
        var (removed, added) = (new List<T>(), new List<T>());
        Walk(old, young, removed, added);
        return CancelOut(removed, added, hash);
    }

    // Pairs what stands at the same place, after steps over what was put in or taken out. What it cannot pair is left over.
    private static void Walk<T>(ReadOnlySpan<T> old, ReadOnlySpan<T> young, List<T> removed, List<T> added)
        where T : class
    {
        while (!old.IsEmpty && !young.IsEmpty)
        {
            if (Same(old[0], young[0]))
            {
                old = old[1..];
                young = young[1..];
            }
            else if (Ahead(young, old[0]) is > 0 and var inserted)
            {
                added.AddRange(young[..inserted]);
                young = young[inserted..];
            }
            else if (Ahead(old, young[0]) is > 0 and var taken)
            {
                removed.AddRange(old[..taken]);
                old = old[taken..];
            }
            else
            {
                removed.Add(old[0]);
                added.Add(young[0]);
                old = old[1..];
                young = young[1..];
            }
        }
        removed.AddRange(old);
        added.AddRange(young);
    }

    // By reference alone: an item of equal value that was made anew is found later.
    private static int Ahead<T>(ReadOnlySpan<T> list, T item)
        where T : class
    {
        for (var i = 1; i < Math.Min(Reach, list.Length); i++)
        {
            if (ReferenceEquals(list[i], item))
                return i;
        }
        return 0;
    }

    private static ListDelta<T> CancelOut<T>(List<T> removed, List<T> added, Func<T, int>? hash)
        where T : class
    {
        if (removed.Count == 0 || added.Count == 0)
            return new(removed, added);
        var spare = new Dictionary<T, int>(removed.Count, hash is null ? null : EqualityComparer<T>.Create((a, b) => a!.Equals(b), hash));
        foreach (var item in removed)
            CollectionsMarshal.GetValueRefOrAddDefault(spare, item, out _)++;
        var only = added.Where(item => !Take(spare, item)).ToList();
        return only.Count == added.Count ? new(removed, added) : new([.. removed.Where(item => Take(spare, item))], only);
    }

    internal static bool Take<T>(Dictionary<T, int> spare, T item)
        where T : class
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(spare, item);
        if (Unsafe.IsNullRef(ref count) || count == 0)
            return false;
        count--;
        return true;
    }

    private static bool Same<T>(T a, T b)
        where T : class => ReferenceEquals(a, b) || a.Equals(b);
}
