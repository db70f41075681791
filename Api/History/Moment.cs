using System.Globalization;
using System.Text.RegularExpressions;

namespace NetApi.History;

/// <summary>Which state of the host is asked for.</summary>
public abstract partial record Moment
{
    /// <summary>The word for the host as it is.</summary>
    public const string Live = "live";

    private Moment()
    {
    }

    /// <summary>What can be given, for texts that tell of it.</summary>
    public const string Forms = "an RFC 3339 time (2026-11-24T14:05:00Z), how long ago (-90s, -15m, -3h, -2d, -1w), the number of a revision, the id of a snapshot, or live";

    /// <summary>The host as it is.</summary>
    public sealed record Now : Moment;

    /// <summary>As it was at an instant.</summary>
    /// <param name="Time">UTC.</param>
    public sealed record At(DateTimeOffset Time) : Moment;

    /// <summary>As a revision shows it.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record OfRevision(long Number) : Moment;

    /// <summary>As a snapshot shows it.</summary>
    /// <param name="Id">Its id.</param>
    public sealed record OfSnapshot(string Id) : Moment;

    /// <summary>Reads one of the <see cref="Forms"/>; null where it is none of them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">What relative times are counted from.</param>
    public static Moment? Parse(string text, DateTimeOffset now)
    {
        if (text == Live)
            return new Now();
        if (Guid.TryParseExact(text, "D", out _))
            return new OfSnapshot(text.ToLowerInvariant());
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new OfRevision(number);
        if (text.Length > 2 && text[0] == '-')
            return Ago(text) is { } ago && ago <= now - DateTimeOffset.UnixEpoch ? new At(now - ago) : null;
        // A plus that was not escaped in a query is read as a space.
        return Rfc3339().Match(text.Replace(' ', '+')) is { Success: true } rfc
            && DateTimeOffset.TryParseExact($"{rfc.Groups["date"]}T{rfc.Groups["time"]}{rfc.Groups["fraction"]}{rfc.Groups["zone"].Value.ToUpperInvariant()}", ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new At(time.ToUniversalTime())
            : null;
    }

    // RFC 3339 knows no time without a zone: local to whom? Of the digits of a second those count that a clock here has; Docker and date(1) print nine.
    [GeneratedRegex("""^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})((?<fraction>\.[0-9]{1,7})[0-9]*)?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();

    private static TimeSpan? Ago(string text)
    {
        double? seconds = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => null,
        };
        return seconds is { } unit && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && unit * count <= TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(unit * count)
            : null;
    }
}
