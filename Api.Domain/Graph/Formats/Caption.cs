using System.Collections.Immutable;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Below the picture: the legend, what was folded, and what could not be read.</summary>
/// <param name="Looks">Looks that are in the picture, for the legend.</param>
/// <param name="Strokes">Strokes that are in it.</param>
/// <param name="HasWarning">Whether something hangs in the air.</param>
/// <param name="Marks">Marks that are in it.</param>
/// <param name="Texts">Notes and gaps, in lines that fit.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width of the canvas.</param>
internal sealed record Caption(ImmutableArray<Look> Looks, ImmutableArray<Stroke> Strokes, bool HasWarning, ImmutableArray<Mark> Marks, ImmutableArray<string> Texts, double Top, double Width)
{
    private const double LineHeight = 16;

    private readonly List<(double X, double Y, string Text, Action<SvgText, double, double> Sign)> _items = [];

    public double Bottom { get; private init; }

    public static Caption Of(Picture picture, SvgLayout layout)
    {
        var caption = new Caption(
            [.. picture.Boxes.Select(b => b.Look).Where(l => l is not (Look.Outside or Look.Unseen)).Distinct().Order()],
            [.. picture.Lines.Select(l => l.Stroke).Where(s => s != Stroke.Way).Distinct().Order()],
            picture.Boxes.Any(b => b.Warning is not null),
            [.. picture.Marks],
            [.. picture.Caption().SelectMany(text => Wrap(text, layout.Width - (2 * Metrics.Margin)))],
            layout.Bottom + 38,
            layout.Width);
        var legend = caption.PlaceItems();
        return caption with { Bottom = legend + 10 + (caption.Texts.Length * LineHeight) };
    }

    public void Draw(SvgText svg)
    {
        foreach (var (x, y, text, sign) in _items)
        {
            sign(svg, x, y);
            svg.Text(x + 26, y + 3.7, text, "muted", SvgText.Small);
        }
        var at = Bottom - (Texts.Length * LineHeight) + 6;
        foreach (var text in Texts)
        {
            svg.Text(Metrics.Margin, at, text, "muted", SvgText.Small);
            at += LineHeight;
        }
    }

    private double PlaceItems()
    {
        var (x, y) = (Metrics.Margin, Top);
        foreach (var (text, sign) in Signs())
        {
            var width = 26 + TextWidth.Of(text, SvgText.Small, isMono: false) + 22;
            if (x + width > Width && x > Metrics.Margin)
                (x, y) = (Metrics.Margin, y + LineHeight + 2);
            _items.Add((x, y, text, sign));
            x += width;
        }
        return y + LineHeight;
    }

    private IEnumerable<(string Text, Action<SvgText, double, double> Sign)> Signs()
    {
        foreach (var mark in Marks)
            yield return (MarkStyle.InWords(mark), (svg, x, y) => MarkStyle.Draw(svg, mark, x, y));
        foreach (var look in Looks)
            yield return (WordOf(look), (svg, x, y) => svg.Rect(x, y - 5, 18, 10, 3, SvgStyle.ClassOf(look)));
        foreach (var stroke in Strokes)
            yield return (WordOf(stroke), (svg, x, y) => svg.Path(FormattableString.Invariant($"M{x:0.#} {y:0.#} H{x + 18:0.#}"), stroke.ToString().ToLowerInvariant()));
        if (HasWarning)
            yield return ("hangs in the air", (svg, x, y) => svg.Rect(x, y - 5, 18, 10, 3, "outside orphan"));
    }

    private static string WordOf(Look look) => look switch
    {
        Look.Nic => "NIC",
        Look.Link => "other link",
        Look.Port => "published port",
        Look.Bridge => "bridge",
        Look.Network => "network without a bridge",
        Look.VethEnd => "veth, host's end",
        Look.Container => "container, its links at the left edge",
        _ => "network namespace",
    };

    private static string WordOf(Stroke stroke) => stroke switch
    {
        Stroke.Idle => "configured, does not run",
        Stroke.Parent => "sits on",
        _ => "attached, no veth pair to show",
    };

    private static IEnumerable<string> Wrap(string text, double width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && TextWidth.Of(longer, SvgText.Small, isMono: false) > width)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        yield return TextWidth.Fit(line, width, SvgText.Small, isMono: false);
    }
}
