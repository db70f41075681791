using NetApi.Hosting.Answers;

namespace NetApi.Graph;

/// <summary>Forms in which the graph is answered.</summary>
public enum GraphFormat
{
    /// <summary>Nodes and edges.</summary>
    Json,

    /// <summary>Frames of Grafana's node graph panel.</summary>
    NodeGraph,

    /// <summary>A picture that NetApi has laid out.</summary>
    Svg,

    /// <summary>Graphviz.</summary>
    Dot,

    /// <summary>A Mermaid flowchart.</summary>
    Mermaid,
}

/// <summary>Words and media types of the formats.</summary>
internal static class GraphFormats
{
    public static readonly FormatTable<GraphFormat> Table = new(
        ("application/json", GraphFormat.Json),
        ("image/svg+xml", GraphFormat.Svg),
        ("text/vnd.graphviz", GraphFormat.Dot),
        ("text/vnd.mermaid", GraphFormat.Mermaid),
        // Who takes plain text only can paste a flowchart.
        ("text/plain", GraphFormat.Mermaid));

    /// <summary>Whether it is a picture, which is folded where it would become illegible.</summary>
    public static bool IsPicture(GraphFormat format) => format is GraphFormat.Svg or GraphFormat.Dot or GraphFormat.Mermaid;
}
