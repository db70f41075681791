using System.Collections.Immutable;
using NetApi.Domain.Graph;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Graph;

/// <summary>Says what a focus that fits no node may have meant.</summary>
internal static class FocusSuggestions
{
    // A bridge is a link too: the word that says more stands first, and one is enough.
    private static readonly string[][] Forms = [["container"], ["bridge", "link"], ["network"], ["namespace"], ["port"]];

    /// <summary><c> Did you mean bridge:docker0?</c>, or nothing where no node is near.</summary>
    public static string Question(TopologyGraph graph, string focus)
    {
        var text = focus[(focus.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var found = Named(graph, text);
        if (found.Count == 0 && NearMiss.Of(text, graph.Nodes.Select(n => n.Name)) is { } near)
            found = Named(graph, near);
        return found.Count == 0 ? "" : $" Did you mean {string.Join(" or ", found)}?";
    }

    private static List<string> Named(TopologyGraph graph, string name) =>
        [.. Forms.Select(forms => forms.Select(form => $"{form}:{name}").FirstOrDefault(focus => Fits(graph, focus))).OfType<string>()];

    private static bool Fits(TopologyGraph graph, string focus) => graph.Resolve(focus) is not Lookup<ImmutableArray<GraphNode>>.NotFound;
}
