using System.Text.Json;
using System.Text.Json.Nodes;
using NetApi.Adapters.Sqlite;
using NetApi.Domain.Topology;
using NetApi.Snapshots;

namespace NetApi.Tests.Snapshots;

/// <summary>Documents of a host that this one never saw.</summary>
internal static class ForeignSnapshot
{
    public const string HostId = "0190f0e0-0000-7000-8000-0000000000fa";

    public static readonly DateTimeOffset TakenAt = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static JsonNode Of(HostState state, string? label = "before")
    {
        var snapshot = new Snapshot("0193f0a2-7c1e-7b3a-9f55-2f7f7a6d1c12", HostId, null, TakenAt, "admin", SnapshotOrigin.Asked, true, label, "upgrade", "", SnapshotCounts.Of(state));
        return JsonNode.Parse(SnapshotDocumentJson.Write(SnapshotDocumentJson.Of(snapshot, "far-1", state)))!;
    }

    /// <summary>Puts the hashes that its state has into a document that was changed, as whoever means harm would; one that cannot be read stays as it is.</summary>
    public static JsonNode Sealed(JsonNode document)
    {
        try
        {
            var own = SnapshotDocumentJson.Seal(SnapshotDocumentJson.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString())));
            (document["contentHash"], document["stateSha256"]) = (own.ContentHash, own.StateSha256);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException)
        {
            // It will be refused for that.
        }
        return document;
    }

    /// <summary>Puts a value where a JSON Pointer leads; takes away what is there where there is none.</summary>
    public static void Put(this JsonNode document, string pointer, string? json)
    {
        var steps = pointer.Split('/')[1..];
        var holder = steps[..^1].Aggregate(document, (node, step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!);
        switch (holder)
        {
            case JsonArray list when steps[^1] == "-":
                list.Add(JsonNode.Parse(json!));
                break;
            case JsonArray list:
                list[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json!);
                break;
            case JsonObject map when json is null:
                map.Remove(steps[^1]);
                break;
            default:
                holder[steps[^1]] = JsonNode.Parse(json!);
                break;
        }
    }

    public static Task<HttpResponseMessage> ImportAsync(this HttpClient client, string document) => client.SendAsync(HttpMethod.Post, "/api/v1/snapshots/import", HttpAnswers.Json(document));

    public static Task<HttpResponseMessage> ImportAsync(this HttpClient client, JsonNode document) => client.ImportAsync(document.ToJsonString());
}
