using System.Text;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>How marks look. Each has a colour, a dash and a sign, so that no colour has to be told from another; the colours are of the palette of Okabe and Ito, which most eyes tell apart.</summary>
internal static class MarkStyle
{
    private static readonly Mark[] All = [Mark.Added, Mark.Removed, Mark.Changed, Mark.Unsure];

    /// <summary>Rules for the style sheet of an SVG picture, behind all others.</summary>
    public static readonly string Sheet = Make();

    public static string ClassOf(Mark mark) => mark.ToString().ToLowerInvariant();

    public static string SignOf(Mark mark) => mark switch
    {
        Mark.Added => "+",
        Mark.Removed => "−",
        Mark.Changed => "~",
        Mark.Unsure => "?",
        _ => "",
    };

    public static string InWords(Mark mark) => mark == Mark.Unsure ? "seen by one state only" : ClassOf(mark);

    public static string ColourOf(Mark mark) => mark switch
    {
        Mark.Added => "#0072b2",
        Mark.Removed => "#c94f00",
        Mark.Changed => "#a8478c",
        _ => "#66727f",
    };

    /// <summary>Lengths of dash and gap; null for a line without gaps.</summary>
    public static string? DashOf(Mark mark) => mark switch
    {
        Mark.Added => null,
        Mark.Removed => "7 4",
        Mark.Changed => "9 3 2 3",
        _ => "2 3",
    };

    /// <summary>What a box says, with its sign before it, and those of links in it that went another way.</summary>
    public static string Signed(Box box) => (box with
    {
        Title = Signed(box.Title, box.Mark),
        Rows = [.. box.Rows.Select(r => r.Mark == box.Mark ? r : r with { Name = Signed(r.Name, r.Mark) })],
    }).Text;

    /// <summary>The marks of a picture in words, for formats that draw no legend.</summary>
    public static IEnumerable<string> Legend(Picture picture) =>
        picture.Marks.ToList() is { Count: > 0 } marks ? [string.Join("   ", marks.Select(m => $"{SignOf(m)} {InWords(m)}"))] : [];

    /// <summary>Heading and legend of a comparison, and what stands below every picture.</summary>
    public static IEnumerable<string> Captions(Picture picture) => [.. picture.Compared is { } compared ? [compared] : Array.Empty<string>(), .. Legend(picture), .. picture.Caption()];

    /// <summary>Draws the mark for the legend of a picture.</summary>
    public static void Draw(SvgText svg, Mark mark, double x, double y)
    {
        svg.Rect(x, y - 5, 18, 10, 3, $"ring {ClassOf(mark)}");
        svg.Text(x + 9, y + 4, SignOf(mark), $"word mid {ClassOf(mark)}", SvgText.Title);
    }

    private static string Signed(string text, Mark mark) => mark == Mark.Same ? text : $"{SignOf(mark)} {text}";

    private static string Make()
    {
        var sheet = new StringBuilder();
        sheet.Append("rect.ring { fill: none; stroke-width: 2.4; } text.sign { font-size: 12px; font-weight: 700; fill: #ffffff; } text.word { font-weight: 700; }\n");
        foreach (var mark in All)
            sheet.Append(Rules(mark, ColourOf(mark)));
        sheet.Append("@media (prefers-color-scheme: dark) {\n");
        sheet.Append("text.sign { fill: #14181d; }\n");
        foreach (var mark in All)
            sheet.Append(Rules(mark, OnDark(mark)));
        return sheet.Append("}\n").ToString();
    }

    private static string Rules(Mark mark, string colour)
    {
        var dash = DashOf(mark) ?? "none";
        return $"rect.ring.{ClassOf(mark)} {{ stroke: {colour}; stroke-dasharray: {dash}; }} rect.badge.{ClassOf(mark)} {{ fill: {colour}; stroke: none; }} "
            + $"text.word.{ClassOf(mark)} {{ fill: {colour}; }} path.{ClassOf(mark)} {{ stroke: {colour}; stroke-width: 2.4; stroke-dasharray: {dash}; }}\n";
    }

    private static string OnDark(Mark mark) => mark switch
    {
        Mark.Added => "#56b4e9",
        Mark.Removed => "#f0884a",
        Mark.Changed => "#df9cc8",
        _ => "#98a4b1",
    };
}
