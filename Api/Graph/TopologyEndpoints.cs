using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NetApi.Domain.Graph;
using NetApi.Domain.Graph.Formats;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Graph;

/// <summary><c>/api/v1/topology</c>: the network of the host as a graph, and its pictures.</summary>
public static class TopologyEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapTopology(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/topology").WithTags("Topology").RequireScope(Scope.Read).ProducesKernelProblems().ProducesMomentProblems()
            .MapGet("/", Show)
            .WithName("GetTopology")
            .WithSummary("Show the topology as a graph or a picture")
            .WithDescription("Nodes: host, NICs, published ports, bridges, networks, other links, veth ends, namespaces, containers. Edges: `in`, `enslaved`, `peer` (with the evidence both ends were paired by), `parent`, `attached`, `carriedBy`, `forwards`; the source hangs on the target. "
                + "Ids are made of names that survive a restart. What hangs in the air is marked: a veth end without a peer, a namespace that nothing lives in, a bridge without a network, a network whose bridge is gone.\n\n"
                + "`format`, or the `Accept` header, chooses: `json`; `svg` (`image/svg+xml`), `dot` (`text/vnd.graphviz`) and `mermaid` (`text/vnd.mermaid`, `text/plain`), which read from left to right the way a packet goes; "
                + "`nodegraph`, the frames `nodes` and `edges` of Grafana's node graph panel as JSON, with the panel's field names.\n\n"
                + "`focus=container:myweb&depth=2` shows what is near; other forms are `bridge:docker0`, `network:NAME`, `namespace:NAME`, `link:eth0`, `port:8000` and the id of a node. "
                + $"With `collapse=auto` a picture of more than {SvgFormat.MaxContainers} containers folds those of one network into one node and notes it; `always` and `never` do as they say. A node graph never has more than {NodeGraph.MaxNodes} nodes, a flowchart never more than {MermaidFormat.MaxEdges} edges.")
            .ProducesBadRequest()
            .AlsoAnswersText("image/svg+xml", "text/vnd.graphviz", "text/vnd.mermaid", "text/plain")
            .WithResponseExample(TopologyGraphExamples.Web);

    private static async Task<Results<StateAnswer<GraphResource>, StateText, NotFoundProblem, ConflictProblem, NotAcceptableProblem>> Show(
        [AsParameters] TopologyQuery query, HttpRequest request, [AsParameters] MomentQuery moment, IOptions<JsonOptions> json, CancellationToken cancel)
    {
        var view = query.Read();
        if (GraphFormats.Table.Choose(view.Format, request) is not var (format, mediaType))
            return GraphFormats.Table.NotAcceptable(request, "the topology comes");
        var state = await moment.ReadAsync(cancel);
        var graph = StateGraphs.Of(state);
        if (view.Focus is null)
            return Answer([]);
        return graph.Resolve(view.Focus) switch
        {
            Lookup<ImmutableArray<GraphNode>>.Found(var roots) => Answer([.. roots.Select(r => r.Id)]),
            Lookup<ImmutableArray<GraphNode>>.Ambiguous(var candidates) => new ConflictProblem(ProblemKinds.Ambiguous.Document($"{candidates.Length} nodes fit '{view.Focus}'; give one's id: {string.Join(", ", candidates.Select(c => c[0].Id))}.")),
            _ => new NotFoundProblem(ProblemKinds.FocusNotFound.Document($"No node fits '{view.Focus}'{Absence.AsOf(state, moment)}.{FocusSuggestions.Question(graph, view.Focus)} Give a container's name, bridge:NAME, network:NAME, namespace:NAME, link:NAME, port:NUMBER, or the id of a node from GET {Absence.Path("/api/v1/topology", state, moment)}.{Unseen.Of(state)}")),
        };

        Results<StateAnswer<GraphResource>, StateText, NotFoundProblem, ConflictProblem, NotAcceptableProblem> Answer(ImmutableArray<string> roots)
        {
            var isNegotiated = view.Format is null;
            return format == GraphFormat.Json
                ? StateAnswers.Of(state, () => GraphResource.Of(Shown(graph, roots, view, format)), isNegotiated: isNegotiated)
                : StateAnswers.Text(state, $"{mediaType}; charset=utf-8", () => Write(Shown(graph, roots, view, format), format, json.Value.SerializerOptions), isNegotiated);
        }
    }

    private static TopologyGraph Shown(TopologyGraph graph, ImmutableArray<string> roots, TopologyView view, GraphFormat format)
    {
        if (!roots.IsEmpty)
            graph = graph.Focus(roots, view.Depth);
        if (view.Collapse == Collapse.Always || (view.Collapse == Collapse.Auto && GraphFormats.IsPicture(format) && graph.ShownContainers > SvgFormat.MaxContainers))
            graph = graph.Collapse(roots);
        return format switch
        {
            GraphFormat.NodeGraph => graph.FoldedTo(g => g.Nodes.Length <= NodeGraph.MaxNodes, roots, $"the panel's {NodeGraph.MaxNodes} nodes"),
            GraphFormat.Mermaid => graph.FoldedTo(MermaidFormat.Fits, roots, $"Mermaid's {MermaidFormat.MaxEdges} edges and {MermaidFormat.MaxText} characters"),
            _ => graph,
        };
    }

    private static string Write(TopologyGraph graph, GraphFormat format, JsonSerializerOptions json) => format switch
    {
        GraphFormat.Svg => SvgFormat.Write(graph),
        GraphFormat.Dot => DotFormat.Write(graph),
        GraphFormat.Mermaid => MermaidFormat.Write(graph),
        _ => JsonSerializer.Serialize(NodeGraph.Of(graph), json),
    };
}
