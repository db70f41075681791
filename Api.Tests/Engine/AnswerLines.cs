using System.Text.Json.Nodes;

namespace NetApi.Tests.Engine;

/// <summary>The lines of <see cref="HostLines"/>, drawn from NetApi's answers. What is in other namespaces than the host's and the container's is left out.</summary>
internal static class AnswerLines
{
    /// <summary>The lines of one answer.</summary>
    /// <param name="resource">Whose answer it is.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="container">The container's name.</param>
    public static List<string> Of(string resource, JsonNode answer, string container) =>
    [
        .. (resource switch
        {
            HostLines.Addresses => Items(answer).Where(a => Place(a, container) is not null).Select(a => $"{Place(a, container)} {a["link"]!["name"]} {a["address"]}"),
            HostLines.Routes => Items(answer).Where(r => Place(r, container) is not null).Select(r => Route(r, container)),
            HostLines.Ports => Items(answer).Where(p => (string?)p["holder"]!["container"]?["name"] == container && (string)p["holder"]!["kind"]! != "hostProcess").Select(Port).Distinct(),
            HostLines.VethPairs => Items(answer).Where(p => p["ends"]!.AsArray().Any(e => Place(e!, container) is not null)).Select(p => Pair(p, container)),
            _ => Graph(answer, container),
        }).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<JsonNode> Items(JsonNode answer) => answer["items"]!.AsArray().Select(i => i!);

    private static string? Place(JsonNode thing, string container) =>
        (string?)thing["namespace"]?["kind"] == "host" ? "host" : (string?)thing["container"]?["name"] == container ? container : null;

    private static string Route(JsonNode route, string container)
    {
        var hop = route["nextHops"]!.AsArray().SingleOrDefault();
        return $"{Place(route, container)} {route["table"]!["id"]} {route["destination"]} metric {route["metric"]} via {hop?["gateway"]} dev {hop?["link"]?["name"]}";
    }

    // Of one that is only reserved docker inspect names no address.
    private static string Port(JsonNode port)
    {
        var (holder, protocol) = (port["holder"]!, (string)port["protocol"]!);
        var address = (string)holder["kind"]! == "runningContainer" ? $"{port["address"]}:" : "";
        return $"{holder["kind"]} {address}{port["port"]} to {holder["containerPort"]}/{protocol}";
    }

    private static string Pair(JsonNode pair, string container)
    {
        var ends = pair["ends"]!.AsArray().Select(e => e!).OrderBy(e => Place(e, container) != "host").ToList();
        return $"{ends[0]["name"]} {ends[0]["mac"]} {ends[0]["master"]} - {ends[1]["name"]} {ends[1]["mac"]}";
    }

    private static IEnumerable<string> Graph(JsonNode graph, string container)
    {
        foreach (var node in graph["nodes"]!.AsArray().Select(n => n!))
        {
            var id = (string)node["id"]!;
            if (IsLink(id, container))
                yield return $"{id} {string.Join(' ', node["addresses"]!.AsArray().Select(a => (string)a!).Order(StringComparer.Ordinal))}";
            else if (id == $"container:{container}")
                yield return $"{id} {node["state"]}";
            else if ((string)node["kind"]! == "network")
                yield return id;
        }
        foreach (var edge in graph["edges"]!.AsArray().Select(e => e!))
        {
            var ends = new[] { (string)edge["source"]!, (string)edge["target"]! };
            if (((string)edge["kind"]! is "enslaved" or "peer" && ends.Any(e => IsLink(e, container)))
                || ((string)edge["kind"]! is "attached" && ends[0] == $"container:{container}")
                || ((string)edge["kind"]! is "forwards" && !(bool)edge["isIdle"]!))
                yield return (string)edge["id"]!;
        }
    }

    private static bool IsLink(string id, string container) =>
        id.StartsWith("link:host/", StringComparison.Ordinal) || id.StartsWith($"link:{container}/", StringComparison.Ordinal);
}
