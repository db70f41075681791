using System.Globalization;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;

namespace NetApi.History.Lives;

/// <summary>Something that was there from when to when.</summary>
public interface ILife
{
    /// <summary>From when to when.</summary>
    LifeSpan Span { get; }
}

/// <summary>A page of lives, and when nobody would have seen one.</summary>
/// <typeparam name="T">Type of the lives.</typeparam>
/// <param name="Items">The lives, the last that began first.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
/// <param name="Interruptions">The last times in which not everything was seen, the newest last, at most a hundred: who came and went in one of them is not among the items.</param>
public sealed record LivesPage<T>(IReadOnlyList<T> Items, string? NextCursor, IReadOnlyList<Interruption> Interruptions)
    where T : ILife;

/// <summary>A life that was found.</summary>
/// <param name="Thing">What was there, and over which revisions.</param>
/// <param name="Tell">Looks for what else there is to be told of it.</param>
internal sealed record FoundLife<T>(PastThing Thing, Func<T> Tell)
    where T : ILife;

/// <summary>Cuts lives into pages, the last that began first. Those that begin later move no others. Only those of the page are looked at further.</summary>
internal static class LifePage
{
    /// <summary>Where the page before ended; null for the first page, and for a cursor that is at fault.</summary>
    public static (long Revision, int Ordinal)? ReadPlace(PageBounds bounds, FaultList faults)
    {
        if (bounds.After is not { } cursor)
            return null;
        if (cursor.Split('/') is [var first, var second]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
            return (revision, ordinal);
        Cursor.Refuse(faults);
        return null;
    }

    /// <summary>The page that begins behind that place.</summary>
    public static Page<T> Of<T>(IEnumerable<FoundLife<T>> found, HistorySession history, PageBounds bounds, (long Revision, int Ordinal)? after)
        where T : ILife
    {
        var (revision, seen) = (long.MaxValue, 0);
        var keyed = found.OrderByDescending(life => life.Thing.First).Select(life =>
        {
            (revision, seen) = (life.Thing.First, life.Thing.First == revision ? seen + 1 : 0);
            return (Revision: revision, Ordinal: seen, Life: life);
        }).ToList();
        if (after is var (last, ordinal))
            keyed.RemoveAll(k => k.Revision > last || (k.Revision == last && k.Ordinal <= ordinal));
        var shown = keyed.Take(bounds.Limit).ToList();
        history.LookAhead(shown.Select(k => k.Life.Thing));
        return new Page<T>(
            shown.ConvertAll(k => k.Life.Tell()),
            keyed.Count > bounds.Limit ? Cursor.Write(bounds.List, string.Create(CultureInfo.InvariantCulture, $"{shown[^1].Revision}/{shown[^1].Ordinal}")) : null);
    }
}
