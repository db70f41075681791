using System.Globalization;
using NetApi.Hosting.Paging;

namespace NetApi.History.Lives;

/// <summary>Something that was there from when to when.</summary>
public interface ILife
{
    /// <summary>From when to when.</summary>
    LifeSpan Span { get; }
}

/// <summary>A life that was found.</summary>
/// <param name="First">The revision that it began with.</param>
/// <param name="Tell">Looks for what else there is to be told of it.</param>
internal sealed record FoundLife<T>(long First, Func<T> Tell)
    where T : ILife;

/// <summary>Cuts lives into pages, the last that began first. Those that begin later move no others. Only those of the page are looked at further.</summary>
internal static class LifePage
{
    public static Page<T> Of<T>(IEnumerable<FoundLife<T>> found, PageBounds bounds)
        where T : ILife
    {
        var (revision, seen) = (long.MaxValue, 0);
        var keyed = found.OrderByDescending(life => life.First).Select(life =>
        {
            (revision, seen) = (life.First, life.First == revision ? seen + 1 : 0);
            return (Revision: revision, Ordinal: seen, Life: life);
        }).ToList();
        if (bounds.After is { } after && after.Split('/') is [var number, var ordinal])
        {
            var place = (long.Parse(number, CultureInfo.InvariantCulture), int.Parse(ordinal, CultureInfo.InvariantCulture));
            keyed.RemoveAll(k => k.Revision > place.Item1 || (k.Revision == place.Item1 && k.Ordinal <= place.Item2));
        }
        var shown = keyed.Take(bounds.Limit).ToList();
        return new Page<T>(
            shown.ConvertAll(k => k.Life.Tell()),
            keyed.Count > bounds.Limit ? Cursor.Write(bounds.List, string.Create(CultureInfo.InvariantCulture, $"{shown[^1].Revision}/{shown[^1].Ordinal}")) : null);
    }
}
