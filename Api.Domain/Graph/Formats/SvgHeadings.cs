namespace NetApi.Domain.Graph.Formats;

/// <summary>What the picture is, and what each column shows.</summary>
internal static class SvgHeadings
{
    public static void Draw(SvgText svg, Picture picture, SvgLayout layout)
    {
        svg.Text(Metrics.Margin, 32, picture.Heading(), "head", 15, layout.Width - (2 * Metrics.Margin));
        foreach (var (column, x) in layout.Lefts)
            svg.Text(x, 64, NameOf(column), "column", 10.5, Metrics.WidthOf(column) + Metrics.ColumnGap - 6);
    }

    private static string NameOf(Column column) => column switch
    {
        Column.Outside => "OUTSIDE",
        Column.Nics => "NICS AND LINKS",
        Column.Ports => "PUBLISHED PORTS",
        Column.Bridges => "BRIDGES, NETWORKS",
        Column.VethPairs => "VETH PAIRS",
        _ => "CONTAINERS, NAMESPACES",
    };
}
