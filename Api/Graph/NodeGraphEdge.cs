using System.Globalization;
using System.Text.Json.Serialization;
using NetApi.Domain.Graph;

namespace NetApi.Graph;

/// <summary>A row of the frame <c>edges</c>.</summary>
internal sealed record NodeGraphEdge
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("target")]
    public required string Target { get; init; }

    [JsonPropertyName("mainstat")]
    public required string MainStat { get; init; }

    [JsonPropertyName("secondarystat")]
    public string? SecondaryStat { get; init; }

    [JsonPropertyName("thickness")]
    public required double Thickness { get; init; }

    [JsonPropertyName("color")]
    public required string Color { get; init; }

    [JsonPropertyName("strokedasharray")]
    public required string StrokeDashArray { get; init; }

    [JsonPropertyName("detail__kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("detail__evidence")]
    public string? Evidence { get; init; }

    [JsonPropertyName("detail__count")]
    public required int Count { get; init; }

    public static NodeGraphEdge Of(GraphEdge edge, TopologyGraph graph)
    {
        // The panel puts sources to the left, and a packet from outside goes from a bridge to what hangs on it: all but
        // forwards and pairs are turned around.
        var isForwards = edge.Kind == EdgeKind.Forwards;
        return new NodeGraphEdge
        {
            Id = edge.Id,
            Source = isForwards || edge.Kind == EdgeKind.Peer ? edge.Source : edge.Target,
            Target = isForwards || edge.Kind == EdgeKind.Peer ? edge.Target : edge.Source,
            MainStat = GraphEdge.Word(edge.Kind),
            SecondaryStat = edge.Label,
            Thickness = Math.Min(6, 1 + Math.Log2(edge.Count)),
            Color = isForwards ? "#c99a3f" : "#8e99a6",
            StrokeDashArray = edge.IsIdle ? "4 3" : "",
            Kind = GraphEdge.Word(edge.Kind),
            Evidence = edge.Evidence is { } evidence ? Say(evidence, graph, edge) : null,
            Count = edge.Count,
        };
    }

    private static string Say(PeerEvidence evidence, TopologyGraph graph, GraphEdge edge) => string.Create(
        CultureInfo.InvariantCulture,
        $"{evidence.Verdict.ToString().ToLowerInvariant()}: {graph.Find(edge.Source)!.Name} is ifindex {evidence.Source.Index} of {evidence.Source.Namespace}, {graph.Find(edge.Target)!.Name} is {evidence.Target.Index} of {evidence.Target.Namespace}");
}
