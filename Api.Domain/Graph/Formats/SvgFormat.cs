using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>A picture as SVG: one file without script, legible on light and on dark ground.</summary>
public static class SvgFormat
{
    /// <summary>Containers up to which each is drawn by itself, unless the caller wants otherwise.</summary>
    public const int MaxContainers = 60;

    /// <summary>Draws a graph.</summary>
    public static string Write(TopologyGraph graph) => Write(Picture.Of(graph));

    /// <summary>Draws two graphs as one, with what differs marked.</summary>
    public static string Write(GraphUnion union) => Write(Picture.Of(union));

    private static string Write(Picture picture)
    {
        var layout = SvgLayout.Of(picture);
        var captions = Caption.Of(picture, layout);
        var svg = new SvgText();
        svg.Open(layout.Width, captions.Bottom + Metrics.Margin, picture.Heading(), picture.Compared is null ? SvgStyle.Sheet : SvgStyle.Sheet + MarkStyle.Sheet);
        SvgHeadings.Draw(svg, picture, layout);
        new SvgLines(svg, picture, layout).Draw();
        var boxes = new SvgBoxes(svg);
        foreach (var frame in picture.Boxes.Select(b => layout.Frames[b.Id]))
            boxes.Draw(frame);
        captions.Draw(svg);
        return svg.Close();
    }
}
