using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using Xunit;

namespace NetApi.Tests.Domain.Graph;

/// <summary>What must hold of a layout, so that nobody has to look at every picture.</summary>
internal static class PictureGeometry
{
    public static void AssertClear(TopologyGraph graph)
    {
        var picture = Picture.Of(graph);
        var layout = SvgLayout.Of(picture);
        Assert.Equal(picture.Boxes.Length, layout.Frames.Count);
        Assert.All(layout.Frames.Values, f => Assert.True(f.Y >= Metrics.Top - 40 && f.Right <= layout.Width && f.Bottom <= layout.Bottom, f.Box.Id));
        foreach (var column in layout.Frames.Values.GroupBy(f => f.Box.Column))
        {
            var stacked = column.OrderBy(f => f.Y).ToList();
            Assert.All(stacked.Zip(stacked.Skip(1)), two => Assert.True(two.First.Bottom <= two.Second.Y + 0.01, $"{two.First.Box.Id} covers {two.Second.Box.Id}"));
        }
        Assert.All(picture.Lines, l => Assert.True(layout.Frames.ContainsKey(l.From) && layout.Frames.ContainsKey(l.To), l.ToString()));
    }
}
