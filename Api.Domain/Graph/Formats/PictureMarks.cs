using System.Collections.Immutable;
using NetApi.Domain.Graph.Union;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Marks the boxes and lines of a picture of two states.</summary>
internal sealed class PictureMarks
{
    private readonly GraphUnion _union;
    private readonly Picture _picture;
    private readonly ILookup<string, string> _nodesOf;
    private readonly Dictionary<string, Mark> _boxMarks;

    private PictureMarks(GraphUnion union)
    {
        _union = union;
        _picture = Picture.Of(union.Graph);
        _nodesOf = _picture.BoxOf.ToLookup(b => b.Value, b => b.Key, StringComparer.Ordinal);
        _boxMarks = _picture.Boxes.ToDictionary(b => b.Id, MarkOf, StringComparer.Ordinal);
    }

    public static Picture Of(GraphUnion union)
    {
        var marks = new PictureMarks(union);
        var (before, after) = (marks.Lines(union.From.Picture), marks.Lines(union.To.Picture));
        return marks._picture with
        {
            Compared = PlainText.Of(union.Title),
            Boxes = [.. marks._picture.Boxes.Select(marks.Marked)],
            Lines = [.. marks._picture.Lines.Select(l => l with { Mark = marks.MarkOf(l, before, after) })],
        };
    }

    private Box Marked(Box box) => box with
    {
        Mark = _boxMarks[box.Id],
        Rows = [.. box.Rows.Select(r => r with { Mark = _union.MarkOf(r.Id) })],
        Told = [.. _nodesOf[box.Id].Order(StringComparer.Ordinal).SelectMany(_union.ToldOf).Select(PlainText.Of).Distinct()],
    };

    // What a box is named after decides whether it came or went; all else in it only changes it.
    private Mark MarkOf(Box box)
    {
        if (box.IsFolded)
            return Mark.Same;
        var own = _union.MarkOf(box.Id);
        return own != Mark.Same || _nodesOf[box.Id].All(n => _union.MarkOf(n) == Mark.Same) ? own : Mark.Changed;
    }

    private Mark MarkOf(Line line, Dictionary<(string, string, string?, string?), Stroke> before, Dictionary<(string, string, string?, string?), Stroke> after)
    {
        var ends = new[] { _boxMarks[line.From], _boxMarks[line.To] };
        return (before.TryGetValue(EndsOf(line), out var was), after.TryGetValue(EndsOf(line), out var now)) switch
        {
            (true, true) => was == now ? Mark.Same : Mark.Changed,
            (true, false) => Known(Mark.Removed, _union.To.IsComplete, ends),
            (false, true) => Known(Mark.Added, _union.From.IsComplete, ends),
            // As the union has it, and neither of the two: it goes the way of its ends.
            _ => ends.FirstOrDefault(m => m is Mark.Added or Mark.Removed or Mark.Unsure),
        };
    }

    // A state that could not read everything may have missed the line, unless something is told of one of its ends.
    private static Mark Known(Mark mark, bool isComplete, Mark[] ends) =>
        isComplete || ends.Contains(mark) || (ends.Contains(Mark.Changed) && !ends.Contains(Mark.Unsure)) ? mark : Mark.Unsure;

    private Dictionary<(string, string, string?, string?), Stroke> Lines(Picture picture) =>
        picture.Lines.Select(l => (Ends: EndsOf(l with { From = BoxOf(l.From), To = BoxOf(l.To) }), l.Stroke)).DistinctBy(l => l.Ends).ToDictionary(l => l.Ends, l => l.Stroke);

    // A box may be named after another node there: after the namespace, where the containers in it are not to be seen.
    private string BoxOf(string id) => _picture.BoxOf.GetValueOrDefault(id, id);

    private static (string, string, string?, string?) EndsOf(Line line) => (line.From, line.To, line.FromRow, line.ToRow);
}
