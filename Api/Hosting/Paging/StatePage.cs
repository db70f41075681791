using NetApi.Domain.Topology;

namespace NetApi.Hosting.Paging;

/// <summary>A page of a collection that is drawn from the observed state, with a word on how complete that state is.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
/// <param name="Complete">Whether everything could be read.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="ObservedAt">When the state came about, UTC: when it last differed from the one before, which on a quiet host may be hours ago. It has been watched since, and what could not be is in the gaps.</param>
public sealed record StatePage<T>(IReadOnlyList<T> Items, string? NextCursor, bool Complete, IReadOnlyList<Gap> Gaps, DateTimeOffset ObservedAt);

/// <summary>Cuts collections of the state into pages.</summary>
public static class StatePage
{
    /// <summary>The page of <paramref name="items"/> within <paramref name="bounds"/>, in ordinal order of their keys.</summary>
    public static StatePage<T> Of<T>(HostState state, IEnumerable<T> items, PageBounds bounds, Func<T, string> key) => Of(state, items, bounds, key, item => item);

    /// <summary>The page of what <paramref name="show"/> makes of the items.</summary>
    public static StatePage<T> Of<TItem, T>(HostState state, IEnumerable<TItem> items, PageBounds bounds, Func<TItem, string> key, Func<TItem, T> show)
    {
        var page = Page.Of(items, bounds, key);
        return new StatePage<T>([.. page.Items.Select(show)], page.NextCursor, state.IsComplete, state.Gaps, state.ObservedAt);
    }

    /// <summary>A page of one item, for the OpenAPI document.</summary>
    public static StatePage<T> Example<T>(T item) => new([item], null, true, [], new DateTimeOffset(2026, 11, 24, 9, 30, 0, TimeSpan.Zero));
}
