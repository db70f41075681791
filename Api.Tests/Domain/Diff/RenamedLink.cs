using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NetApi.Domain.Diff;

namespace NetApi.Tests.Domain.Diff;

/// <summary>That a link has another name, as a listener learns it: of an end of a veth pair the summary says whether it was renamed, or another one came in its place.</summary>
internal sealed record RenamedLink(string Namespace, string Before, string After)
{
    public static IEnumerable<RenamedLink> Of(ToldChange change) =>
        from before in Ends(change.Before)
        from after in Ends(change.After)
        let link = new RenamedLink((string)before["namespace"]!, (string)before["name"]!, (string)after["name"]!)
        where link.Namespace == (string)after["namespace"]! && link.Before != link.After
        let words = $"{link.Before}{Place.Suffix(link.Namespace)} was renamed to {link.After}"
        where $"; {change.Summary},".Replace(";", ",;", StringComparison.Ordinal).Contains($" {words},", StringComparison.Ordinal)
        select link;

    /// <summary>The thing under the names that links have now.</summary>
    public static JsonObject All(IReadOnlyList<RenamedLink> links, JsonObject thing)
    {
        if (links.Count == 0)
            return thing;
        var renamed = thing.DeepClone().AsObject();
        foreach (var part in new[] { renamed, renamed["inner"] as JsonObject, renamed["outer"] as JsonObject }.OfType<JsonObject>())
        {
            foreach (var link in links.Where(l => l.Namespace == (string?)part["namespace"]))
                link.Rename(part);
        }
        return ToldChange.Thing(renamed)!;
    }

    /// <summary>The key that a thing of that key has now.</summary>
    public string KeyOf(string entity, string key, JsonObject thing) => entity switch
    {
        "bridge" or "vethPair" or "link" when key == $"{Namespace}/{Before}" => $"{Namespace}/{After}",
        "bridge" or "vethPair" or "link" or "address" or "neighbour" or "fdb" when key.StartsWith($"{Namespace}/{Before}/", StringComparison.Ordinal) || key.StartsWith($"{Namespace}/{Before} ", StringComparison.Ordinal) =>
            $"{Namespace}/{After}{key[(Namespace.Length + 1 + Before.Length)..]}",
        // What tells a route or a socket from others.
        "route" or "socket" when (string?)thing["namespace"] == Namespace => Regex.Replace(key, $@"(?<=\bdev ){Regex.Escape(Before)}(?=[ )]|$)", After),
        _ => key,
    };

    private void Rename(JsonObject part)
    {
        foreach (var member in (string[])["name", "link", "master"])
        {
            // A namespace has a name too.
            if (part[member] is JsonValue name && name.TryGetValue<string>(out var text) && text == Before && (member != "name" || part["mtuBytes"] is not null))
                part[member] = After;
        }
        if (part["nextHops"] is JsonArray hops)
            part["nextHops"] = new JsonArray([.. hops.Select(h => JsonValue.Create(((string)h!).Replace($"dev {Before} ", $"dev {After} ", StringComparison.Ordinal)))]);
    }

    private static IEnumerable<JsonObject> Ends(JsonObject? view) => view switch
    {
        null => [],
        { } pair when pair["inner"] is not null => new[] { pair["inner"], pair["outer"] }.OfType<JsonObject>(),
        { } link when link["mtuBytes"] is not null => [link],
        _ => [],
    };
}
