using System.Globalization;
using System.Text;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Graphviz DOT: <c>dot -Tsvg</c> lays it out.</summary>
public static class DotFormat
{
    /// <summary>Writes the picture of a graph.</summary>
    public static string Write(TopologyGraph graph) => Write(Picture.Of(graph));

    /// <summary>Writes the picture of two graphs as one, with what differs marked.</summary>
    public static string Write(GraphUnion union) => Write(Picture.Of(union));

    private static string Write(Picture picture)
    {
        var names = NamesOf(picture);
        var dot = new StringBuilder();
        dot.Append("digraph topology {\n");
        dot.Append("  graph [rankdir=LR, ranksep=0.9, nodesep=0.15, fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, labelloc=b, labeljust=l,\n");
        dot.Append(CultureInfo.InvariantCulture, $"    label={Quote(string.Join('\n', [picture.Heading(), .. MarkStyle.Legend(picture), .. picture.Caption()]), "\\l")}];\n");
        dot.Append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, margin=\"0.12,0.05\", height=0.3, penwidth=0.8];\n");
        dot.Append("  edge [arrowsize=0.5, color=\"#7b8794\", penwidth=0.9];\n");
        foreach (var column in picture.Boxes.GroupBy(b => b.Column).OrderBy(c => c.Key))
        {
            dot.Append("  { rank=same;\n");
            foreach (var box in column)
                dot.Append(CultureInfo.InvariantCulture, $"    {names[box.Id]} [label={Quote(MarkStyle.Signed(box), "\\n")}, tooltip={Quote(string.Join('\n', [.. box.Told, PlainText.Of(box.Id)]), "\\n")}{Style(box)}{Style(box.Mark)}];\n");
            dot.Append("  }\n");
        }
        foreach (var line in picture.Lines)
            dot.Append(CultureInfo.InvariantCulture, $"  {names[line.From]} -> {names[line.To]}{Style(line.Stroke)}{(line.Mark == Mark.Same ? "" : $" [{EdgeStyle(line.Mark)}]")};\n");
        return dot.Append("}\n").ToString();
    }

    // Names of their own: DOT's rules for backslashes in names differ from those in labels.
    internal static Dictionary<string, string> NamesOf(Picture picture) =>
        picture.Boxes.Select((b, i) => (b.Id, Name: string.Create(CultureInfo.InvariantCulture, $"n{i}"))).ToDictionary(n => n.Id, n => n.Name, StringComparer.Ordinal);

    // In labels a backslash begins an escape, and an ampersand an HTML entity.
    private static string Quote(string text, string newLine)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '&' => "&amp;",
                '\n' => newLine,
                _ => c.ToString(),
            });
        }
        return quoted.Append(newLine == "\\l" ? "\\l\"" : "\"").ToString();
    }

    private static string Style(Box box)
    {
        var colours = Palette.Of(box.Look);
        var dashed = box.Look == Look.Unseen || box.IsOff;
        return $", fillcolor=\"{(box.IsOff ? Palette.Off.Fill : colours.Fill)}\", color=\"{(box.Warning is null ? colours.Line : Palette.Warning)}\", fontcolor=\"{(box.IsOff ? Palette.Muted : Palette.Ink)}\""
            + (dashed ? ", style=\"rounded,filled,dashed\"" : "")
            + (box.IsFolded ? ", peripheries=2" : "");
    }

    // Later attributes win.
    private static string Style(Mark mark) => mark switch
    {
        Mark.Same => "",
        Mark.Added => $", color=\"{MarkStyle.ColourOf(mark)}\", penwidth=2.4, style=\"rounded,filled\"",
        Mark.Removed => $", color=\"{MarkStyle.ColourOf(mark)}\", penwidth=2.4, style=\"rounded,filled,dashed\"",
        _ => $", color=\"{MarkStyle.ColourOf(mark)}\", penwidth=2.4, style=\"rounded,filled,dotted\"",
    };

    private static string EdgeStyle(Mark mark) => $"color=\"{MarkStyle.ColourOf(mark)}\", penwidth=2, style={mark switch { Mark.Added => "solid", Mark.Removed => "dashed", _ => "dotted" }}";

    private static string Style(Stroke stroke) => stroke switch
    {
        Stroke.Idle => " [style=dashed, color=\"#b8c1cb\"]",
        Stroke.Attached => " [style=dotted, arrowhead=none]",
        Stroke.Parent => " [arrowhead=none]",
        _ => "",
    };
}
