using Microsoft.Net.Http.Headers;

namespace NetApi.Hosting.Answers;

/// <summary>Finds the media type that an <c>Accept</c> header likes best (RFC 9110, 12.5.1).</summary>
internal static class Negotiation
{
    /// <summary>The best of <paramref name="offered"/>, of several that are liked as much the first; null where the header takes none. Without a header, or with one that cannot be read, everything is liked.</summary>
    public static string? Choose(HttpRequest request, IEnumerable<string> offered)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var ranges) || ranges.Count == 0)
            return offered.First();
        return offered
            .Select(type => (Type: type, Liking: Liking(MediaTypeHeaderValue.Parse(type), ranges)))
            .Where(o => o.Liking.Quality > 0)
            .OrderByDescending(o => o.Liking.Quality).ThenByDescending(o => o.Liking.Precision)
            .Select(o => o.Type)
            .FirstOrDefault();
    }

    // The most precise range that fits says how much a type is liked: "text/*, text/plain;q=0" refuses plain text.
    private static (double Quality, int Precision) Liking(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(range => type.IsSubsetOf(WithoutParameters(range)))
        .Select(range => (Quality: range.Quality ?? 1, Precision: range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2))
        .OrderByDescending(l => l.Precision).ThenByDescending(l => l.Quality)
        .FirstOrDefault();

    // charset=utf-8 and the like fit: everything here is UTF-8.
    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue range) => new(range.MediaType);
}
