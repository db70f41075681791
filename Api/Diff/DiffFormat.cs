using NetApi.Hosting.Answers;

namespace NetApi.Diffs;

/// <summary>Forms in which a diff is answered.</summary>
public enum DiffFormat
{
    /// <summary>The changes, each with its group.</summary>
    Json,

    /// <summary>Sentences, one a line, under the headings of their groups.</summary>
    Text,

    /// <summary>A JSON Patch (RFC 6902).</summary>
    Patch,

    /// <summary>The earlier state as a document, to which the JSON Patch is applied.</summary>
    Document,

    /// <summary>A picture that NetApi has laid out.</summary>
    Svg,

    /// <summary>Graphviz.</summary>
    Dot,

    /// <summary>A Mermaid flowchart.</summary>
    Mermaid,
}

/// <summary>Words and media types of the formats.</summary>
internal static class DiffFormats
{
    public const string Patch = "application/json-patch+json";

    public const string Document = "application/vnd.netapi.document+json";

    public static readonly FormatTable<DiffFormat> Table = new(
        ("application/json", DiffFormat.Json),
        ("text/plain", DiffFormat.Text),
        (Patch, DiffFormat.Patch),
        (Document, DiffFormat.Document),
        ("image/svg+xml", DiffFormat.Svg),
        ("text/vnd.graphviz", DiffFormat.Dot),
        ("text/vnd.mermaid", DiffFormat.Mermaid));
}
