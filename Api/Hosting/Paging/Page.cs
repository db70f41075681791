using System.Buffers.Text;
using System.Text;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Paging;

/// <summary>What every collection is asked with.</summary>
/// <param name="Limit">Items at the most, 1 to 5,000; 500 where it is omitted.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before; omitted for the first.</param>
public sealed record PageQuery(int? Limit, string? Cursor)
{
    /// <summary>Items a page has where the caller does not say.</summary>
    public const int DefaultLimit = 500;

    /// <summary>Items a page has at the most.</summary>
    public const int MaxLimit = 5_000;

    /// <summary>The limit in force.</summary>
    /// <exception cref="InvalidRequestException">It is out of range, or the cursor is at fault.</exception>
    public int EffectiveLimit()
    {
        Check();
        return Limit ?? DefaultLimit;
    }

    /// <summary>The key that the page before ended with; null for the first page.</summary>
    /// <exception cref="InvalidRequestException">The cursor is none that NetApi gave out, or the limit is at fault.</exception>
    public string? LastKey()
    {
        Check();
        return Cursor is null ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Cursor));
    }

    /// <summary>Does nothing where both can be used.</summary>
    /// <exception cref="InvalidRequestException">One is at fault, or both.</exception>
    public void Check()
    {
        var faults = new FaultList();
        Check(faults);
        faults.ThrowIfAny();
    }

    /// <summary>Adds what is wrong with the limit and the cursor, so that it is told with the faults of other parameters.</summary>
    public void Check(FaultList faults)
    {
        if (Limit is < 1 or > MaxLimit)
            faults.Add("?limit", "out-of-range", $"limit is {Limit}; give 1 to {MaxLimit}.");
        if (Cursor is not null && !(Cursor.Length is > 0 and <= 1024 && Base64Url.IsValid(Cursor)))
            faults.Add("?cursor", "unknown-cursor", "cursor is none that NetApi gave out; take nextCursor of the page before, as it stands.");
    }
}

/// <summary>A page of a collection.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Cuts collections into pages by key, so that items that come and go in between move no others.</summary>
public static class Page
{
    /// <summary>The page of <paramref name="items"/> that <paramref name="query"/> asks for, in ordinal order of their keys.</summary>
    public static Page<T> Of<T>(IEnumerable<T> items, PageQuery query, Func<T, string> key)
    {
        var limit = query.EffectiveLimit();
        var after = query.LastKey();
        var rest = items
            .Select(item => (Key: key(item), Item: item))
            .Where(i => after is null || string.CompareOrdinal(i.Key, after) > 0)
            .OrderBy(i => i.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .Select(i => i.Item)
            .ToList();
        return Of(rest, limit, key);
    }

    /// <summary>A page of items that were read one more than <paramref name="limit"/>, to know whether there is a next page.</summary>
    public static Page<T> Of<T>(List<T> oneMore, int limit, Func<T, string> key)
    {
        if (oneMore.Count <= limit)
            return new Page<T>(oneMore, null);
        var items = oneMore.GetRange(0, limit);
        return new Page<T>(items, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key(items[^1]))));
    }
}
