using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A list of a state, in which what belongs to a namespace is found by a binary search.</summary>
/// <remarks>States are assembled in the order of the namespaces' ids. A list that is not, as one kept by an earlier version may be, is put in that order first.</remarks>
internal sealed class Sections<T>
    where T : class
{
    // Successive states share most lists.
    private static readonly ConditionalWeakTable<T[], T[]> Ordered = [];

    private readonly T[] _items;
    private readonly Func<T, NetnsId> _netns;

    public Sections(ImmutableArray<T> items, Func<T, NetnsId> netns) =>
        (_items, _netns) = (Ordered.GetValue(ImmutableCollectionsMarshal.AsArray(items)!, all => IsInOrder(all, netns) ? all : [.. all.OrderBy(i => netns(i).Value, StringComparer.Ordinal)]), netns);

    /// <summary>What belongs to a namespace, in the list's order.</summary>
    public ReadOnlySpan<T> Of(NetnsId id)
    {
        var (start, end) = (First(id, orAfter: false), First(id, orAfter: true));
        return _items.AsSpan(start..end);
    }

    private int First(NetnsId id, bool orAfter)
    {
        var (low, high) = (0, _items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = Compare(_netns(_items[middle]), id);
            if (order < 0 || (orAfter && order == 0))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static bool IsInOrder(T[] items, Func<T, NetnsId> netns)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (Compare(netns(items[i - 1]), netns(items[i])) > 0)
                return false;
        }
        return true;
    }

    private static int Compare(NetnsId a, NetnsId b) => ReferenceEquals(a.Value, b.Value) ? 0 : string.CompareOrdinal(a.Value, b.Value);
}
