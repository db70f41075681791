using System.Globalization;
using System.Text.Json.Serialization;
using NetApi.Domain.Graph;

namespace NetApi.Graph;

/// <summary>A row of the frame <c>nodes</c>. Every row has every field: a frame has columns.</summary>
/// <remarks>The panel takes either <c>color</c> or <c>arc__</c> fields, not both; kinds are told apart by colour, so there are no arcs. Inside the circle it shows the icon, or, without one, the two stats.</remarks>
internal sealed record NodeGraphNode
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("subtitle")]
    public required string Subtitle { get; init; }

    [JsonPropertyName("mainstat")]
    public string? MainStat { get; init; }

    [JsonPropertyName("secondarystat")]
    public string? SecondaryStat { get; init; }

    [JsonPropertyName("color")]
    public required string Color { get; init; }

    [JsonPropertyName("icon")]
    public string? Icon { get; init; }

    [JsonPropertyName("noderadius")]
    public required int NodeRadius { get; init; }

    [JsonPropertyName("highlighted")]
    public required bool Highlighted { get; init; }

    [JsonPropertyName("detail__kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("detail__type")]
    public string? Type { get; init; }

    [JsonPropertyName("detail__place")]
    public string? Place { get; init; }

    [JsonPropertyName("detail__addresses")]
    public string? Addresses { get; init; }

    [JsonPropertyName("detail__more")]
    public string? More { get; init; }

    [JsonPropertyName("detail__folded")]
    public string? Folded { get; init; }

    [JsonPropertyName("detail__orphan")]
    public string? Orphan { get; init; }

    [JsonPropertyName("detail__entityid")]
    public string? EntityId { get; init; }

    public static NodeGraphNode Of(GraphNode node)
    {
        var address = node.Folded is { } many ? many.Of(node.Kind).ToString(CultureInfo.InvariantCulture) : node.Addresses is [var first, ..] ? first : null;
        return new NodeGraphNode
        {
            Id = node.Id,
            Title = node.Name,
            Subtitle = node.Folded is null ? WordOf(node) : $"{WordOf(node)}, folded",
            MainStat = address,
            SecondaryStat = node.State,
            Color = ColorOf(node),
            Icon = address is null ? IconOf(node.Kind) : null,
            NodeRadius = node.Folded is null ? node.Kind == NodeKind.VethEnd ? 28 : 40 : 60,
            Highlighted = node.Orphan is not null,
            Kind = WordOf(node),
            Type = node.Type,
            Place = node.Place,
            Addresses = Join(node.Addresses),
            More = Join(node.Details.Select(d => $"{d.Name}: {d.Value}")),
            Folded = node.Folded is { } folded ? $"{Join(folded.Kinds.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Count} {k.Kind}")))}: {Join(folded.Names)}" : null,
            Orphan = node.Orphan?.Detail,
            EntityId = node.EntityId,
        };
    }

    private static string? Join(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } joined ? joined : null;

    private static string WordOf(GraphNode node) => node.Kind switch
    {
        NodeKind.Nic => "NIC",
        NodeKind.PublishedPort => "published port",
        NodeKind.VethEnd => "veth end",
        _ => node.Kind.ToString().ToLowerInvariant(),
    };

    private static string ColorOf(GraphNode node) => node.Kind switch
    {
        NodeKind.Container when node is { Folded: null, State: not ("running" or "paused") } => "#8e99a6",
        NodeKind.Host => "#52606d",
        NodeKind.Nic => "#6583b0",
        NodeKind.PublishedPort => "#c99a3f",
        NodeKind.Bridge => "#5b9a70",
        NodeKind.Network => "#4f97a2",
        NodeKind.Namespace => "#8a6fba",
        NodeKind.Container => "#5580c8",
        _ => "#a3adb8",
    };

    // Names of Grafana's own icons.
    private static string IconOf(NodeKind kind) => kind switch
    {
        NodeKind.Host => "home-alt",
        NodeKind.Nic or NodeKind.PublishedPort => "plug",
        NodeKind.Bridge => "sitemap",
        NodeKind.Network => "share-alt",
        NodeKind.Namespace => "layers-alt",
        NodeKind.Container => "cube",
        _ => "link",
    };
}
