using System.Globalization;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Makes a picture of a graph.</summary>
internal sealed partial class PictureBuilder
{
    public const string Outside = "outside";

    private readonly TopologyGraph _graph;

    // Which box shows a node; the rows of namespaces stand in their box.
    private readonly Dictionary<string, string> _boxOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Box> _boxes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private readonly List<Line> _lines = [];

    public PictureBuilder(TopologyGraph graph) => _graph = graph;

    public Picture Build()
    {
        foreach (var netns in Of(NodeKind.Namespace))
            AddNamespace(netns);
        foreach (var container in Of(NodeKind.Container).Where(c => !_boxOf.ContainsKey(c.Id)))
            AddBox(ContainerBox(container), container.Id);
        foreach (var link in _graph.Nodes.Where(n => n.Kind is NodeKind.Nic or NodeKind.Bridge or NodeKind.Link or NodeKind.VethEnd && !_boxOf.ContainsKey(n.Id)))
            AddBox(LinkBox(link), link.Id);
        foreach (var network in Of(NodeKind.Network))
            AddNetwork(network);
        foreach (var port in Of(NodeKind.PublishedPort))
            AddBox(PortBox(port), port.Id);
        AddLines();
        return new Picture(_graph, [.. _boxes.Values.Select(b => b.Column == Column.Places ? b with { Beside = _carriers.GetValueOrDefault(b.Id) } : b)], [.. _lines.Distinct()]) { BoxOf = _boxOf };
    }

    private IEnumerable<GraphNode> Of(NodeKind kind) => _graph.Nodes.Where(n => n.Kind == kind);

    private IEnumerable<GraphEdge> From(string id, EdgeKind kind) => _graph.EdgesOf(id).Where(e => e.Kind == kind && e.Source == id);

    private IEnumerable<GraphEdge> To(string id, EdgeKind kind) => _graph.EdgesOf(id).Where(e => e.Kind == kind && e.Target == id);

    private void AddBox(Box box, params IEnumerable<string> nodes)
    {
        _boxes.Add(box.Id, PlainText.In(box));
        foreach (var node in nodes)
            _boxOf[node] = box.Id;
    }

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);

    private static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
