using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Paging;

/// <summary>What every collection is asked with.</summary>
/// <param name="Limit">Items at the most, 1 to 5,000; 500 where it is omitted.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before, with the same filters; omitted for the first.</param>
/// <param name="Request">The request, whose path and filters say what is paged.</param>
public sealed record PageQuery(int? Limit, string? Cursor, HttpRequest Request)
{
    /// <summary>Items a page has where the caller does not say.</summary>
    public const int DefaultLimit = 500;

    /// <summary>Items a page has at the most.</summary>
    public const int MaxLimit = 5_000;

    /// <summary>The bounds of the page.</summary>
    /// <exception cref="InvalidRequestException">The limit or the cursor is at fault, or the endpoint does not take a parameter.</exception>
    public PageBounds Read()
    {
        var faults = new FaultList();
        var bounds = Read(faults);
        faults.ThrowIfAny();
        return bounds;
    }

    /// <summary>The bounds of the page. Parameters that the endpoint does not take, and what is wrong with limit and cursor, are told with the faults of other parameters.</summary>
    public PageBounds Read(FaultList faults)
    {
        UnknownParameters.Check(Request.HttpContext, faults);
        if (Limit is < 1 or > MaxLimit)
            faults.Add("?limit", "out-of-range", $"limit is {Limit}; give 1 to {MaxLimit}.");
        var list = Paging.Cursor.ListOf(Request);
        var after = Cursor is null ? null : Paging.Cursor.Read(list, Cursor);
        if (Cursor is not null && after is null)
            Paging.Cursor.Refuse(faults);
        return new PageBounds(Limit ?? DefaultLimit, after, list);
    }
}

/// <summary>Which part of a list a page has. Knows nothing of the request, which ends before the body that it asked for may be made.</summary>
/// <param name="Limit">Items at the most.</param>
/// <param name="After">The key that the page before ended with; null for the first page.</param>
/// <param name="List">The collection with its filters, which the next cursor is for.</param>
public sealed record PageBounds(int Limit, string? After, string List);

/// <summary>A page of a collection.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Cuts collections into pages by key, so that items that come and go in between move no others.</summary>
public static class Page
{
    /// <summary>The page of <paramref name="items"/> within <paramref name="bounds"/>, in ordinal order of their keys.</summary>
    public static Page<T> Of<T>(IEnumerable<T> items, PageBounds bounds, Func<T, string> key)
    {
        var rest = items
            .Select(item => (Key: key(item), Item: item))
            .Where(i => bounds.After is null || string.CompareOrdinal(i.Key, bounds.After) > 0)
            .OrderBy(i => i.Key, StringComparer.Ordinal)
            .Take(bounds.Limit + 1)
            .Select(i => i.Item)
            .ToList();
        return OfOneMore(rest, bounds, key);
    }

    /// <summary>A page of items that were read one more than the limit, to know whether there is a next page.</summary>
    public static Page<T> OfOneMore<T>(List<T> oneMore, PageBounds bounds, Func<T, string> key)
    {
        if (oneMore.Count <= bounds.Limit)
            return new Page<T>(oneMore, null);
        var items = oneMore.GetRange(0, bounds.Limit);
        return new Page<T>(items, Cursor.Write(bounds.List, key(items[^1])));
    }
}
