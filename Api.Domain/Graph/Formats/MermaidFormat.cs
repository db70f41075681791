using System.Globalization;
using System.Text;

namespace NetApi.Domain.Graph.Formats;

/// <summary>A Mermaid flowchart, as GitHub, GitLab and many wikis draw it.</summary>
public static class MermaidFormat
{
    /// <summary>Edges that Mermaid draws by default (<c>maxEdges</c>).</summary>
    public const int MaxEdges = 500;

    /// <summary>Characters that Mermaid reads by default (<c>maxTextSize</c>).</summary>
    public const int MaxText = 50_000;

    /// <summary>Whether Mermaid draws the picture of a graph without being told to.</summary>
    public static bool Fits(TopologyGraph graph) => Picture.Of(graph).Lines.Length <= MaxEdges && Write(graph).Length <= MaxText;

    /// <summary>Writes the picture of a graph.</summary>
    public static string Write(TopologyGraph graph)
    {
        var picture = Picture.Of(graph);
        var names = DotFormat.NamesOf(picture);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var box in picture.Boxes)
            text.Append(CultureInfo.InvariantCulture, $"  {names[box.Id]}[\"{Escape(box.Text)}\"]:::{ClassOf(box)}\n");
        if (picture.Caption().ToList() is { Count: > 0 } caption)
            text.Append(CultureInfo.InvariantCulture, $"  caption[\"{Escape(string.Join('\n', caption))}\"]:::caption\n");
        foreach (var line in picture.Lines)
            text.Append(CultureInfo.InvariantCulture, $"  {names[line.From]} {Arrow(line.Stroke)} {names[line.To]}\n");
        foreach (var look in picture.Boxes.Where(b => ClassOf(b) != "off").Select(b => b.Look).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture, $"  classDef {NameOf(look)} fill:{Palette.Of(look).Fill},stroke:{Palette.Of(look).Line},color:{Palette.Ink}\n");
        text.Append(CultureInfo.InvariantCulture, $"  classDef off fill:{Palette.Off.Fill},stroke:{Palette.Off.Line},color:{Palette.Muted},stroke-dasharray:4 3\n");
        text.Append(CultureInfo.InvariantCulture, $"  classDef caption fill:none,stroke:none,color:{Palette.Muted}\n");
        return text.ToString();
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
