namespace NetApi.Domain.Graph.Formats;

/// <summary>Sizes, in pixels.</summary>
internal static class Metrics
{
    public const double Margin = 24;
    public const double Top = 82;
    public const double ColumnGap = 46;
    public const double RowGap = 9;
    public const double BlockGap = 26;
    public const double Pill = 18;
    public const double TwoLines = 41;
    public const double Row = 21;
    public const double TextLine = 15;
    public const double LeastBridge = 62;

    // More cards than these are drawn on one line each.
    public const int MostCards = 24;

    public static double WidthOf(Column column) => column switch
    {
        Column.Outside => 74,
        Column.Nics => 152,
        Column.Ports => 184,
        Column.Bridges => 176,
        Column.VethPairs => 128,
        _ => 330,
    };

    /// <summary>Height of a card's heading, without its rows.</summary>
    public static double HeadOf(Box box) => 26 + ((Extra(box) + (box.Warning is null ? 0 : 1)) * TextLine);

    /// <summary>Lines below the title; the first one stands beside it, where there is only one box in many.</summary>
    public static int Extra(Box box) => box.Lines.Length - (box.IsFolded || box.Look is not Look.Container ? 0 : Math.Min(1, box.Lines.Length));

    public static double HeightOf(Box box, bool isDense) => box.Column switch
    {
        Column.Outside => 34,
        Column.Nics => 28 + (box.Lines.Length * TextLine) + (box.Warning is null ? 0 : TextLine),
        Column.Ports => Math.Max(TwoLines, 26 + (box.Lines.Length * TextLine)),
        Column.VethPairs => Pill,
        Column.Bridges when box.Look != Look.Namespace => Math.Max(box.Look == Look.Bridge ? LeastBridge : 0, 30 + (box.Lines.Length * TextLine) + (box.Warning is null ? 0 : TextLine)),
        _ when isDense => 24,
        _ => HeadOf(box) + (box.Rows.Length * Row) + 5,
    };

    /// <summary>Whether a card may be drawn on one line: it has one link at most, and nothing to warn of.</summary>
    public static bool MayBeDense(Box box) => box is { Column: Column.Places, IsFolded: false, Warning: null, Look: not Look.Unseen, Rows.Length: <= 1 };
}
