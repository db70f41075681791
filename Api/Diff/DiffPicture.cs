using System.Globalization;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Graph.Union;
using NetApi.Domain.Topology;

namespace NetApi.Diffs;

/// <summary>A diff as a picture of both states in one.</summary>
internal static class DiffPicture
{
    /// <summary>Draws it.</summary>
    public static string Write(StateDiff diff, DiffFormat format)
    {
        var union = UnionOf(diff);
        return format switch
        {
            DiffFormat.Dot => DotFormat.Write(union),
            DiffFormat.Mermaid => MermaidFormat.Write(union.FoldedTo(MermaidFormat.Fits, $"Mermaid's {MermaidFormat.MaxEdges} edges and {MermaidFormat.MaxText} characters")),
            _ => SvgFormat.Write(union),
        };
    }

    // All marks stay, whatever is asked for: what is not marked did not change.
    private static GraphUnion UnionOf(StateDiff diff)
    {
        var union = GraphUnion.Of(diff.From, diff.To, diff.All, $"What changed from {Time(diff.From)} to {Time(diff.To)} UTC");
        if (!diff.Filter.IsEmpty)
            union = union.Around(diff.All.Where(c => diff.Filter.Passes(c.Entity, c.Before, c.After)), diff.Filter.Containers, diff.Filter.Networks);
        return union.Graph.ShownContainers > SvgFormat.MaxContainers ? union.Folded() : union;
    }

    private static string Time(HostState state) => state.ObservedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
