namespace NetApi.Domain.Graph.Formats;

/// <summary>Places the boxes of a picture: columns from left to right the way a packet goes, and what belongs to one bridge beside it.</summary>
/// <remarks>
/// A bridge is as tall as all that hangs on it, so that the lines from published ports through bridge and veth pair to a
/// container are level and cross nothing.
/// </remarks>
internal sealed class SvgLayout
{
    private const double NearlyLevel = 16;

    private readonly Picture _picture;
    private readonly Dictionary<string, Frame> _frames = new(StringComparer.Ordinal);
    private readonly Dictionary<Column, double> _lefts = [];
    private readonly ILookup<string, Line> _from;
    private readonly ILookup<string, Line> _to;
    private double _y = Metrics.Top;

    private SvgLayout(Picture picture)
    {
        _picture = picture;
        _from = picture.Lines.ToLookup(l => l.From, StringComparer.Ordinal);
        _to = picture.Lines.ToLookup(l => l.To, StringComparer.Ordinal);
    }

    /// <summary>Frames, by id of their box.</summary>
    public IReadOnlyDictionary<string, Frame> Frames => _frames;

    /// <summary>Left edges of the columns that have boxes.</summary>
    public IReadOnlyDictionary<Column, double> Lefts => _lefts;

    public double Width { get; private set; }

    /// <summary>Lower edge of the last box.</summary>
    public double Bottom { get; private set; }

    public static SvgLayout Of(Picture picture)
    {
        var layout = new SvgLayout(picture);
        layout.PlaceColumns();
        layout.MakeFrames();
        layout.PlaceBlocks();
        layout.PlaceVethEnds();
        layout.PlaceLeft();
        layout.Bottom = layout._frames.Values.Select(f => f.Bottom).DefaultIfEmpty(Metrics.Top).Max();
        return layout;
    }

    private IEnumerable<Frame> In(Column column) => _frames.Values.Where(f => f.Box.Column == column);

    private void PlaceColumns()
    {
        var x = Metrics.Margin;
        foreach (var column in Enum.GetValues<Column>().Where(c => _picture.Boxes.Any(b => b.Column == c)))
        {
            _lefts[column] = x;
            x += Metrics.WidthOf(column) + Metrics.ColumnGap;
        }
        // Lines between cards of the last column leave and come back at its right.
        Width = Math.Max(x - Metrics.ColumnGap + Metrics.Margin + 12, 640);
    }

    private void MakeFrames()
    {
        var isDense = _picture.Boxes.Count(b => b.Column == Column.Places) > Metrics.MostCards;
        foreach (var box in _picture.Boxes)
        {
            var dense = isDense && Metrics.MayBeDense(box);
            // As tall as the veth pairs that lead to it as a whole.
            var pills = _to[box.Id].Count(l => l.ToRow is null && box.Column == Column.Places) * (Metrics.Pill + 6);
            _frames[box.Id] = new Frame(box, _lefts[box.Column], Metrics.WidthOf(box.Column), Math.Max(pills, Metrics.HeightOf(box, dense))) { IsDense = dense };
        }
    }

    private void PlaceBlocks()
    {
        var ports = In(Column.Ports).ToLookup(p => p.Box.Beside ?? "", StringComparer.Ordinal);
        var places = In(Column.Places).ToLookup(p => p.Box.Beside ?? "", StringComparer.Ordinal);
        var carriers = In(Column.Bridges).OrderBy(b => !places.Contains(b.Box.Id)).ThenBy(b => b.Box.Look).ToList();
        foreach (var carrier in carriers.Where(c => places.Contains(c.Box.Id)))
        {
            carrier.Y = _y;
            PlacePlaces(places[carrier.Box.Id], ports);
            Stretch(carrier);
        }
        PlacePlaces(places[""], ports);
        if (places.Contains(""))
            _y += Metrics.BlockGap - Metrics.RowGap;
        // Networks and bridges that nothing hangs on, below all others.
        foreach (var carrier in carriers.Where(c => !places.Contains(c.Box.Id)))
        {
            carrier.Y = _y;
            _y = carrier.Bottom + Metrics.RowGap;
        }
        foreach (var port in ports[""])
        {
            port.Y = _y;
            _y = port.Bottom + Metrics.RowGap;
        }
    }

    // A card stands level with its ports, whichever of the two is taller.
    private void PlacePlaces(IEnumerable<Frame> places, ILookup<string, Frame> ports)
    {
        foreach (var place in places.OrderBy(p => p.Box.IsOff).ThenBy(p => p.Box.Look).ThenBy(p => p.Box.Title, StringComparer.Ordinal))
        {
            var own = ports[place.Box.Id].ToList();
            var slot = Math.Max(place.Height, own.Sum(p => p.Height + Metrics.RowGap) - Metrics.RowGap);
            place.Y = _y + ((slot - place.Height) / 2);
            var y = _y + ((slot - (own.Sum(p => p.Height + Metrics.RowGap) - Metrics.RowGap)) / 2);
            foreach (var port in own)
            {
                port.Y = y;
                y = port.Bottom + Metrics.RowGap;
            }
            _y += slot + Metrics.RowGap;
        }
    }

    private void Stretch(Frame carrier)
    {
        var bottom = Math.Max(_y - Metrics.RowGap, carrier.Y + carrier.Height);
        _frames[carrier.Box.Id] = carrier with { Height = bottom - carrier.Y, Y = carrier.Y };
        _y = bottom + Metrics.BlockGap;
    }

    // Level with the row they lead to, side by side where several lead to one; those that lead nowhere below all others.
    private void PlaceVethEnds()
    {
        var low = _y;
        foreach (var level in In(Column.VethPairs).GroupBy(LevelOf))
        {
            var pills = level.ToList();
            var (first, step) = level.Key is { } middle
                ? (middle - ((pills.Count - 1) * (Metrics.Pill + 6) / 2), Metrics.Pill + 6)
                : (low, Metrics.Pill + Metrics.RowGap);
            foreach (var (i, pill) in pills.Index())
                pill.Y = first + (i * step) - (pill.Height / 2);
        }
    }

    private double? LevelOf(Frame veth) =>
        _from[veth.Box.Id].FirstOrDefault(l => _frames[l.To].Box.Column == Column.Places) is { } line ? _frames[line.To].LevelOf(line.ToRow) : null;

    // NICs in the middle of what they lead to, other links of the host below them.
    private void PlaceLeft()
    {
        var right = _frames.Values.Where(f => f.Box.Column > Column.Nics).ToList();
        var middle = right.Count == 0 ? Metrics.Top + 60 : (right.Min(f => f.Y) + right.Max(f => f.Bottom)) / 2;
        var stack = In(Column.Nics).OrderBy(f => f.Box.Look).ThenBy(f => f.Box.Title, StringComparer.Ordinal).ToList();
        var nics = stack.Where(f => f.Box.Look == Look.Nic).ToList();
        // In a tall picture, at the top, where one begins to read.
        var centre = Math.Min(middle, Metrics.Top + 220);
        var y = Math.Max(Metrics.Top, centre - (nics.Sum(f => f.Height + Metrics.RowGap) / 2));
        // Level with a port that is nearly so: a line with a small step looks like a mistake.
        if (nics is [var only] && In(Column.Ports).Select(p => p.Middle - (only.Height / 2)).FirstOrDefault(level => Math.Abs(level - y) < NearlyLevel) is var near and > 0)
            y = near;
        foreach (var frame in stack)
        {
            frame.Y = y;
            y = frame.Bottom + Metrics.RowGap + (frame == nics.LastOrDefault() ? Metrics.RowGap : 0);
        }
        foreach (var outside in In(Column.Outside))
            outside.Y = nics.Count == 0 ? middle : ((nics[0].Y + nics[^1].Bottom) / 2) - (outside.Height / 2);
    }
}
