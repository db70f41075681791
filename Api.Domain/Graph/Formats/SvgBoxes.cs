using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Draws boxes with their text.</summary>
internal sealed class SvgBoxes(SvgText svg)
{
    private const double Inset = 11;

    // A tall bridge says its name again and again, so that it is in sight wherever one looks.
    private const double NameEvery = 560;

    public void Draw(Frame frame)
    {
        svg.OpenGroup(string.Join('\n', [MarkStyle.Signed(frame.Box), .. frame.Box.Told, PlainText.Of(frame.Box.Id)]));
        var style = $"{SvgStyle.ClassOf(frame.Box.Look)}{(frame.Box.IsOff ? " off" : "")}{(frame.Box.Warning is null ? "" : " orphan")}";
        var radius = frame.Box.Column is Column.VethPairs or Column.Outside ? frame.Height / 2 : 6;
        if (frame.Box.IsFolded)
        {
            svg.Rect(frame.X + 5, frame.Y + 5, frame.Width, frame.Height, radius, style);
            svg.Rect(frame.X + 2.5, frame.Y + 2.5, frame.Width, frame.Height, radius, style);
        }
        svg.Rect(frame.X, frame.Y, frame.Width, frame.Height, radius, style);
        switch (frame.Box.Column)
        {
            case Column.Outside or Column.VethPairs:
                DrawPill(frame);
                break;
            case Column.Places when frame.IsDense:
                DrawDense(frame);
                break;
            default:
                DrawCard(frame);
                break;
        }
        if (frame.Box.Mark != Mark.Same)
            DrawMark(frame, radius);
        svg.CloseGroup();
    }

    // Around the box, whose own border says other things, and a sign at its corner.
    private void DrawMark(Frame frame, double radius)
    {
        var style = MarkStyle.ClassOf(frame.Box.Mark);
        svg.Rect(frame.X - 3, frame.Y - 3, frame.Width + 6, frame.Height + 6, radius + 3, $"ring {style}");
        svg.Rect(frame.X - 10, frame.Y - 10, 15, 15, 7.5, $"badge {style}");
        svg.Text(frame.X - 2.5, frame.Y + 1.8, MarkStyle.SignOf(frame.Box.Mark), "sign mid", 12);
    }

    private void DrawPill(Frame frame)
    {
        var isMono = frame.Box.Look == Look.VethEnd && !frame.Box.IsFolded;
        svg.Text(frame.X + (frame.Width / 2), frame.Middle + 3.7, frame.Box.Title, isMono ? "mono mid" : "mid", SvgText.Small, frame.Width - 12, isMono);
    }

    private void DrawDense(Frame frame)
    {
        var note = frame.Box.Rows.IsEmpty ? string.Join(", ", frame.Box.Lines.Skip(1)) : frame.Box.Rows[0].Text;
        var noteWidth = Math.Min(TextWidth.Of(note, SvgText.Mono, isMono: true), frame.Width * 0.62);
        if (!frame.Box.Rows.IsEmpty)
            Socket(frame, frame.Middle);
        svg.Text(frame.X + Inset, frame.Middle + 4, frame.Box.Title, Shade("title", frame), SvgText.Title, frame.Width - noteWidth - (2 * Inset) - 8);
        svg.Text(frame.Right - Inset, frame.Middle + 3.7, note, "mono muted end", SvgText.Mono, noteWidth, isMono: true);
    }

    private void DrawCard(Frame frame)
    {
        var box = frame.Box;
        var room = frame.Width - (2 * Inset);
        var beside = Metrics.Extra(box) < box.Lines.Length ? box.Lines[0] : "";
        var besideWidth = Math.Min(TextWidth.Of(beside, SvgText.Small, isMono: false), room * 0.5);
        for (var y = frame.Y; y == frame.Y || (box.Look == Look.Bridge && y + Metrics.HeightOf(box, isDense: false) < frame.Bottom); y += NameEvery)
        {
            svg.Text(frame.X + Inset, y + 18, box.Title, Shade("title", frame), SvgText.Title, room - (beside.Length == 0 ? 0 : besideWidth + 10));
            svg.Text(frame.Right - Inset, y + 18, beside, "muted end", SvgText.Small, besideWidth);
            var at = y + 18;
            foreach (var line in box.Lines.Skip(box.Lines.Length - Metrics.Extra(box)))
                svg.Text(frame.X + Inset, at += Metrics.TextLine, line, "muted", SvgText.Small, room);
            if (box.Warning is { } warning)
                svg.Text(frame.X + Inset, at + Metrics.TextLine, warning, "warn", SvgText.Small, room);
        }
        foreach (var row in box.Rows)
        {
            var level = frame.LevelOf(row.Id);
            var nameWidth = Math.Min(TextWidth.Of(row.Name, SvgText.Mono, isMono: true), room * 0.4);
            Socket(frame, level);
            svg.Text(frame.X + Inset, level + 3.7, row.Name, "mono", SvgText.Mono, nameWidth + 1, isMono: true);
            svg.Text(frame.X + Inset + nameWidth + 10, level + 3.7, row.Note, "mono muted", SvgText.Mono, room - nameWidth - 10, isMono: true);
            // Where the box itself came or went, so did all in it.
            if (row.Mark != Mark.Same && row.Mark != box.Mark)
                svg.Text(frame.Right - Inset, level + 3.7, MarkStyle.InWords(row.Mark), $"end word {MarkStyle.ClassOf(row.Mark)}", SvgText.Small);
        }
    }

    // Where a link of the namespace is plugged in.
    private void Socket(Frame frame, double level) => svg.Rect(frame.X - 3, level - 3.5, 6, 7, 1.5, SvgStyle.ClassOf(frame.Box.Look));

    private static string Shade(string style, Frame frame) => frame.Box.IsOff ? $"{style} muted" : style;
}
