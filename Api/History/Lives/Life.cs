using System.Text.Json.Serialization;
using NetApi.Adapters.Sqlite.History;

namespace NetApi.History.Lives;

/// <summary>A moment at which something began or ended.</summary>
/// <param name="Revision">The revision that shows it first, or no longer; null where that is no longer kept.</param>
/// <param name="At">When that came about, UTC; null where it is no longer kept.</param>
/// <param name="NotBefore">Since when not everything was seen, UTC, where it may have come about earlier than <c>at</c>; else null.</param>
public sealed record LifeEdge(long Revision, DateTimeOffset? At, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NotBefore = null)
{
    /// <summary>The moment at which a revision came about.</summary>
    internal static LifeEdge Of(long revision, HistorySession history)
    {
        var (at, notBefore) = history.TimeOf(revision);
        return new LifeEdge(revision, at, notBefore);
    }
}

/// <summary>From when to when something was there.</summary>
/// <param name="From">When it was first seen.</param>
/// <param name="Until">When it was seen no longer; null while it is there.</param>
public sealed record LifeSpan(LifeEdge From, LifeEdge? Until)
{
    /// <summary>The time of what a row says, which begins with a revision and ends before one.</summary>
    internal static LifeSpan Of(PastThing thing, HistorySession history) => new(
        LifeEdge.Of(thing.First, history), thing.Last is { } last ? LifeEdge.Of(last + 1, history) : null);
}

/// <summary>Joins what the history tells in pieces: a thing has a row for each change of it, be it of something that nobody asked for.</summary>
internal static class Pieces
{
    /// <summary>Joins pieces of one identity that follow each other without a revision between them. Gives the last piece of each, with the time of all.</summary>
    /// <param name="things">Pieces, by their first revision.</param>
    /// <param name="identity">What stays the same.</param>
    /// <param name="extend">Gives a piece the time after it in which nobody knows whether it was there; null where that is always known.</param>
    public static List<PastThing> Join<T>(IEnumerable<PastThing> things, Func<PastThing, T> identity, Func<PastThing, PastThing>? extend = null)
        where T : notnull
    {
        extend ??= piece => piece;
        var joined = new List<PastThing>();
        var last = new Dictionary<T, int>();
        foreach (var thing in things.OrderBy(t => t.First))
        {
            var key = identity(thing);
            if (last.TryGetValue(key, out var at) && (extend(joined[at]).Last is not { } end || thing.First <= end + 1))
            {
                // A twin of what is there still says nothing new.
                if (joined[at].Last is { } before)
                    joined[at] = new PastThing(thing.Item, joined[at].First, thing.Last is { } ends ? Math.Max(ends, before) : null);
            }
            else
            {
                last[key] = joined.Count;
                joined.Add(thing);
            }
        }
        return joined.ConvertAll(extend.Invoke);
    }
}
