using System.Globalization;
using System.Text;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>A Mermaid flowchart, as GitHub, GitLab and many wikis draw it.</summary>
public static class MermaidFormat
{
    /// <summary>Edges that Mermaid draws by default (<c>maxEdges</c>).</summary>
    public const int MaxEdges = 500;

    /// <summary>Characters that Mermaid reads by default (<c>maxTextSize</c>).</summary>
    public const int MaxText = 50_000;

    /// <summary>Whether Mermaid draws the picture of a graph without being told to.</summary>
    public static bool Fits(TopologyGraph graph) => Fits(Picture.Of(graph));

    /// <summary>Whether Mermaid draws the picture of two graphs without being told to.</summary>
    public static bool Fits(GraphUnion union) => Fits(Picture.Of(union));

    /// <summary>Writes the picture of a graph.</summary>
    public static string Write(TopologyGraph graph) => Write(Picture.Of(graph));

    /// <summary>Writes the picture of two graphs as one, with what differs marked.</summary>
    public static string Write(GraphUnion union) => Write(Picture.Of(union));

    private static bool Fits(Picture picture) => picture.Lines.Length <= MaxEdges && Write(picture).Length <= MaxText;

    private static string Write(Picture picture)
    {
        var names = DotFormat.NamesOf(picture);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var box in picture.Boxes)
            text.Append(CultureInfo.InvariantCulture, $"  {names[box.Id]}[\"{Escape(MarkStyle.Signed(box))}\"]:::{ClassOf(box)}\n");
        if (MarkStyle.Captions(picture).ToList() is { Count: > 0 } caption)
            text.Append(CultureInfo.InvariantCulture, $"  caption[\"{Escape(string.Join('\n', caption))}\"]:::caption\n");
        foreach (var line in picture.Lines)
            text.Append(CultureInfo.InvariantCulture, $"  {names[line.From]} {Arrow(line.Stroke)} {names[line.To]}\n");
        foreach (var look in picture.Boxes.Where(b => ClassOf(b) != "off").Select(b => b.Look).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture, $"  classDef {NameOf(look)} fill:{Palette.Of(look).Fill},stroke:{Palette.Of(look).Line},color:{Palette.Ink}\n");
        text.Append(CultureInfo.InvariantCulture, $"  classDef off fill:{Palette.Off.Fill},stroke:{Palette.Off.Line},color:{Palette.Muted},stroke-dasharray:4 3\n");
        text.Append(CultureInfo.InvariantCulture, $"  classDef caption fill:none,stroke:none,color:{Palette.Muted}\n");
        AddMarks(text, picture, names);
        return text.ToString();
    }

    private static void AddMarks(StringBuilder text, Picture picture, Dictionary<string, string> names)
    {
        foreach (var mark in picture.Marks)
        {
            var style = $"stroke:{MarkStyle.ColourOf(mark)},stroke-width:3px{(MarkStyle.DashOf(mark) is { } dash ? $",stroke-dasharray:{dash}" : "")}";
            var (boxes, lines) = (picture.Boxes.Where(b => b.Mark == mark).ToList(), picture.Lines.Index().Where(l => l.Item.Mark == mark).ToList());
            if (boxes.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"  classDef {MarkStyle.ClassOf(mark)} {style}\n  class {string.Join(',', boxes.Select(b => names[b.Id]))} {MarkStyle.ClassOf(mark)}\n");
            if (lines.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"  linkStyle {string.Join(',', lines.Select(l => l.Index))} {style}\n");
        }
    }

    private static string ClassOf(Box box) => box.IsOff ? "off" : NameOf(box.Look);

    private static string NameOf(Look look) => look.ToString().ToLowerInvariant();

    private static string Arrow(Stroke stroke) => stroke switch
    {
        Stroke.Idle => "-.->",
        Stroke.Attached => "-.-",
        Stroke.Parent => "---",
        _ => "-->",
    };

    // Letters, digits and what never means anything to Mermaid or Markdown; all else as an entity.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var runes = text.EnumerateRunes().ToList();
        for (var at = 0; at < runes.Count; at++)
        {
            var rune = runes[at];
            if (rune.Value == '\n')
                escaped.Append("<br/>");
            else if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or ':' or '/' or ',' || (rune.Value is '.' or '-' && IsInWord(runes, at)))
                escaped.Append(rune);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return escaped.ToString();
    }

    // As in 172.17.0.1 and br-app: a list of Markdown begins otherwise.
    private static bool IsInWord(List<Rune> runes, int at) =>
        at > 0 && at + 1 < runes.Count && Rune.IsLetterOrDigit(runes[at - 1]) && Rune.IsLetterOrDigit(runes[at + 1]);
}
