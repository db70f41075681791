using System.Collections.Immutable;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Columns of a picture, in the order a packet from outside passes them.</summary>
internal enum Column
{
    Outside,
    Nics,
    Ports,
    Bridges,
    VethPairs,
    Places,
}

/// <summary>How a box looks.</summary>
internal enum Look
{
    Outside,
    Nic,
    Link,
    Port,
    Bridge,
    Network,
    VethEnd,
    Container,
    Namespace,
    Unseen,
}

/// <summary>How a line looks.</summary>
internal enum Stroke
{
    /// <summary>The way a packet goes in.</summary>
    Way,

    /// <summary>Only configured: what it leads to does not run.</summary>
    Idle,

    /// <summary>A link sits on another.</summary>
    Parent,

    /// <summary>Attached by the engine, without a veth pair to show.</summary>
    Attached,
}

/// <summary>A graph made ready to be drawn: what is in one place is one box, and what only says where a thing is is left out.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Boxes">Boxes, in the order of the graph's nodes.</param>
/// <param name="Lines">Lines between them.</param>
internal sealed record Picture(TopologyGraph Graph, ImmutableArray<Box> Boxes, ImmutableArray<Line> Lines)
{
    public static Picture Of(TopologyGraph graph) => new PictureBuilder(graph).Build();

    /// <summary>The picture of two states, with its marks.</summary>
    public static Picture Of(GraphUnion union) => PictureMarks.Of(union);

    /// <summary>Which box shows each node.</summary>
    public required IReadOnlyDictionary<string, string> BoxOf { get; init; }

    /// <summary>What two states were compared; null for the picture of one.</summary>
    public string? Compared { get; init; }

    /// <summary>Marks that are in it, for the legend.</summary>
    public IEnumerable<Mark> Marks => Boxes.Select(b => b.Mark).Concat(Boxes.SelectMany(b => b.Rows, (_, r) => r.Mark)).Concat(Lines.Select(l => l.Mark)).Where(m => m != Mark.Same).Distinct().Order();

    /// <summary>Heading, notes and gaps, as the lines of a caption.</summary>
    public IEnumerable<string> Caption()
    {
        foreach (var note in Graph.Notes)
            yield return PlainText.Of(note);
        foreach (var gap in Graph.Origin.Gaps)
            yield return PlainText.Of($"Could not be read: {gap.Scope} ({gap.Code}). {gap.Detail}");
    }

    /// <summary>One line that says what the picture shows, and of when.</summary>
    public string Heading() => Compared ?? string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Network topology, revision {Graph.Origin.Revision}, {Graph.Origin.ObservedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(Graph.Origin.IsComplete ? "" : ", incomplete")}");
}

/// <summary>A box of a picture.</summary>
internal sealed record Box
{
    /// <summary>Id, unique in the picture; that of a node, where it stands for one.</summary>
    public required string Id { get; init; }

    public required Column Column { get; init; }

    public required Look Look { get; init; }

    public required string Title { get; init; }

    /// <summary>Further lines of text, the most important first.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Links inside it.</summary>
    public ImmutableArray<Row> Rows { get; init; } = [];

    /// <summary>Id of the box it stands level with: of a port its container, of a container its bridge or network; null for none.</summary>
    public string? Beside { get; init; }

    /// <summary>Down, or not running.</summary>
    public bool IsOff { get; init; }

    /// <summary>Why it hangs in the air; null where it does not.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether it stands for many.</summary>
    public bool IsFolded { get; init; }

    /// <summary>What became of it between two states.</summary>
    public Mark Mark { get; init; }

    /// <summary>What is told of it, in sentences.</summary>
    public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>Everything it says, in one text of several lines.</summary>
    public string Text => string.Join('\n', [Title, .. Lines, .. Rows.Select(r => r.Text), .. Warning is { } warning ? new[] { warning } : []]);
}

/// <summary>A link inside a box.</summary>
/// <param name="Id">Id of its node.</param>
/// <param name="Name">Name.</param>
/// <param name="Note">Addresses, or the kind where it has none.</param>
internal sealed record Row(string Id, string Name, string Note)
{
    /// <summary>What became of it between two states.</summary>
    public Mark Mark { get; init; }

    public string Text => Note.Length == 0 ? Name : $"{Name}  {Note}";
}

/// <summary>A line of a picture, in the direction a packet goes in.</summary>
/// <param name="From">Id of a box.</param>
/// <param name="To">Id of a box.</param>
/// <param name="Stroke">How it looks.</param>
internal sealed record Line(string From, string To, Stroke Stroke)
{
    /// <summary>Id of the row it begins at; null for the box itself.</summary>
    public string? FromRow { get; init; }

    /// <summary>Id of the row it ends at; null for the box itself.</summary>
    public string? ToRow { get; init; }

    /// <summary>What became of it between two states.</summary>
    public Mark Mark { get; init; }
}
