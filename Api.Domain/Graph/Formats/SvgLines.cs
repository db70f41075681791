using System.Globalization;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Draws lines, before the boxes: where one must pass behind a box, the box covers it, so that no text is crossed.</summary>
internal sealed class SvgLines(SvgText svg, Picture picture, SvgLayout layout)
{
    public void Draw()
    {
        var toPorts = picture.Lines.Where(l => FrameOf(l.From).Box.Look == Look.Nic && FrameOf(l.To).Box.Column == Column.Ports).ToList();
        foreach (var line in picture.Lines.Except(toPorts))
            Draw(line);
        if (toPorts.Count > 0)
            DrawRail(toPorts);
    }

    private Frame FrameOf(string id) => layout.Frames[id];

    // Every NIC leads to every port: one rail stands for all of it.
    private void DrawRail(List<Line> lines)
    {
        var nics = lines.Select(l => FrameOf(l.From)).Distinct().ToList();
        var ports = lines.GroupBy(l => l.To).Select(l => (Frame: FrameOf(l.Key), Style: StyleOf(l.First() with { Mark = Common(l) }))).ToList();
        var x = ports[0].Frame.X - (Metrics.ColumnGap / 2);
        var levels = nics.Select(n => n.Middle).Concat(ports.Select(p => p.Frame.Middle)).ToList();
        svg.Path(Data($"M{x} {levels.Min()} V{levels.Max()}"), "way");
        foreach (var nic in nics)
            svg.Path(Data($"M{nic.Right} {nic.Middle} H{x}"), StyleOf(new Line("", "", Stroke.Way) { Mark = Common(lines.Where(l => l.From == nic.Box.Id)) }));
        foreach (var (port, style) in ports)
            svg.Path(Data($"M{x} {port.Middle} H{port.X}"), style);
    }

    private void Draw(Line line)
    {
        var (from, to) = (FrameOf(line.From), FrameOf(line.To));
        var (start, end) = (from.LevelOf(line.FromRow), to.LevelOf(line.ToRow));
        // What is stretched is met at the level of the other end.
        if (from.Box.Column == Column.Bridges && line.FromRow is null)
            start = from.Near(end);
        if (to.Box.Column == Column.Bridges && line.ToRow is null)
            end = to.Near(start);
        if (to.Box.IsFolded && from.Box.Column == Column.VethPairs)
            end = to.Near(start);
        svg.Path(DataOf(from, start, to, end), StyleOf(line));
    }

    private static string DataOf(Frame from, double start, Frame to, double end)
    {
        if (from.Box.Column > to.Box.Column)
            return DataOf(to, end, from, start);
        if (from.Box.Column < to.Box.Column)
        {
            var bend = (to.X - from.Right) / 2;
            return Math.Abs(start - end) < 0.5
                ? Data($"M{from.Right} {start} H{to.X}")
                : Data($"M{from.Right} {start} C{from.Right + bend} {start} {to.X - bend} {end} {to.X} {end}");
        }
        // In one column: around at the right of cards, at the left of all else.
        return from.Box.Column == Column.Places
            ? Data($"M{from.Right} {start} C{from.Right + 26} {start} {to.Right + 26} {end} {to.Right} {end}")
            : Data($"M{from.X} {start} C{from.X - 18} {start} {to.X - 18} {end} {to.X} {end}");
    }

    private static string Data(FormattableString data) =>
        string.Format(CultureInfo.InvariantCulture, data.Format.Replace("}", ":0.#}", StringComparison.Ordinal), data.GetArguments());

    private static Mark Common(IEnumerable<Line> lines) => lines.Select(l => l.Mark).Distinct().ToList() is [var only] ? only : Mark.Same;

    private static string StyleOf(Line line) => $"{line.Stroke.ToString().ToLowerInvariant()}{(line.Mark == Mark.Same ? "" : $" {MarkStyle.ClassOf(line.Mark)}")}";
}
