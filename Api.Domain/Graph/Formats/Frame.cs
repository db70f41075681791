namespace NetApi.Domain.Graph.Formats;

/// <summary>A box with its place on the canvas, in pixels from the upper left corner.</summary>
internal sealed record Frame(Box Box, double X, double Width, double Height)
{
    /// <summary>Upper edge; set by the layout.</summary>
    public double Y { get; set; }

    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => Y + (Height / 2);

    /// <summary>Whether everything is on one line.</summary>
    public bool IsDense { get; init; }

    /// <summary>Height at which a line meets the row, or the middle.</summary>
    public double LevelOf(string? row)
    {
        var at = row is null ? -1 : Box.Rows.IndexOf(Box.Rows.FirstOrDefault(r => r.Id == row)!);
        return at < 0 || IsDense ? Middle : Y + Metrics.HeadOf(Box) + (at * Metrics.Row) + (Metrics.Row / 2);
    }

    /// <summary>The height nearest to <paramref name="level"/> at which a line can meet the box.</summary>
    public double Near(double level) => Math.Clamp(level, Y + Math.Min(9, Height / 2), Bottom - Math.Min(9, Height / 2));
}
