using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A list of a state, in which what belongs to a namespace is found by a search.</summary>
/// <remarks>For one thread at a time. States are assembled in the order of the namespaces' ids. A list that is not, as one kept by an earlier version may be, is put in that order first.</remarks>
internal sealed class Sections<T>
    where T : class
{
    // Successive states share most lists.
    private static readonly ConditionalWeakTable<T[], T[]> Ordered = [];

    private readonly T[] _items;
    private int _next;
    private readonly Func<T, NetnsId> _netns;

    public Sections(ImmutableArray<T> items, Func<T, NetnsId> netns) =>
        (_items, _netns) = (Ordered.GetValue(ImmutableCollectionsMarshal.AsArray(items)!, all => IsInOrder(all, netns) ? all : [.. all.OrderBy(i => netns(i).Value, StringComparer.Ordinal)]), netns);

    /// <summary>What belongs to a namespace, in the list's order. Fast where it is asked for one namespace after the other, in their order.</summary>
    public ReadOnlySpan<T> Of(NetnsId id)
    {
        var start = First(id, _next > 0 && Compare(_netns(_items[_next - 1]), id) >= 0 ? 0 : _next);
        var end = start;
        while (end < _items.Length && Compare(_netns(_items[end]), id) == 0)
            end++;
        _next = end;
        return _items.AsSpan(start..end);
    }

    // The first item of that namespace or a later one: in steps that double, as it is mostly near, and then between the last two.
    private int First(NetnsId id, int from)
    {
        var (low, high) = (from, from);
        for (var step = 1; high < _items.Length && Compare(_netns(_items[high]), id) < 0; step *= 2)
            (low, high) = (high + 1, high + step);
        high = Math.Min(high, _items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Compare(_netns(_items[middle]), id) < 0)
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
