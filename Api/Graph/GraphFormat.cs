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

/// <summary>Names and media types of the formats.</summary>
internal static class GraphFormats
{
    /// <summary>Media types, in the order NetApi prefers them where a caller likes several as much.</summary>
    public static readonly IReadOnlyList<(string MediaType, GraphFormat Format)> MediaTypes =
    [
        ("application/json", GraphFormat.Json),
        ("image/svg+xml", GraphFormat.Svg),
        ("text/vnd.graphviz", GraphFormat.Dot),
        ("text/vnd.mermaid", GraphFormat.Mermaid),
        // Who takes plain text only can paste a flowchart.
        ("text/plain", GraphFormat.Mermaid),
    ];

    /// <summary>The words of <c>?format=</c>.</summary>
    public static readonly string Names = string.Join(", ", Enum.GetValues<GraphFormat>().Select(NameOf));

    /// <summary>The word of <c>?format=</c>.</summary>
    public static string NameOf(GraphFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>The format of that name; null where there is none.</summary>
    public static GraphFormat? Find(string name) => Enum.GetValues<GraphFormat>().Where(f => NameOf(f) == name).Select(f => (GraphFormat?)f).FirstOrDefault();

    /// <summary>Its media type, where no <c>Accept</c> header chose another.</summary>
    public static string MediaTypeOf(GraphFormat format) =>
        format == GraphFormat.NodeGraph ? "application/json" : MediaTypes.First(m => m.Format == format).MediaType;

    /// <summary>Whether it is a picture, which is folded where it would become illegible.</summary>
    public static bool IsPicture(GraphFormat format) => format is GraphFormat.Svg or GraphFormat.Dot or GraphFormat.Mermaid;
}
