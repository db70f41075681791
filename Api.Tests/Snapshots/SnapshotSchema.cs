using System.Collections;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Json.Schema;
using NetApi.Domain.Topology;
using NetApi.Snapshots;

namespace NetApi.Tests.Snapshots;

/// <summary>The JSON Schema of snapshot documents, made from the types that read them.</summary>
internal static class SnapshotSchema
{
    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    private static readonly Dictionary<Type, (long Min, ulong Max)> Ranges = new()
    {
        [typeof(byte)] = (0, byte.MaxValue),
        [typeof(ushort)] = (0, ushort.MaxValue),
        [typeof(uint)] = (0, uint.MaxValue),
        [typeof(ulong)] = (0, ulong.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
    };

    private static readonly HashSet<(Type, string)> Ports =
    [
        (typeof(PublishedPort), "hostPort"), (typeof(PublishedPort), "containerPort"), (typeof(ExposedPort), "port"), (typeof(ListeningSocket), "port"),
    ];

    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(IPAddress)] = "An IPv4 or IPv6 address.",
        [typeof(IPNetwork)] = "A subnet in CIDR form, host bits cleared.",
        [typeof(InterfaceAddress)] = "An address with its prefix length, host bits kept.",
        [typeof(MacAddress)] = "Six octets in hexadecimal, separated by colons.",
        [typeof(NetnsId)] = "Id of a network namespace.",
    };

    private static readonly Lazy<JsonSchema> Read = new(() => JsonSchema.FromText(File.ReadAllText(FileName)));

    /// <summary>Where it is kept.</summary>
    public static string FileName => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "snapshot.schema.json"));

    /// <summary>The schema as the types have it, in the text of the file.</summary>
    public static string OfTypes()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "urn:netapi:schema:snapshot:1",
            ["title"] = "NetApi snapshot document, version 1",
            ["description"] = "What GET /api/v1/snapshots/{id}/export answers and POST /api/v1/snapshots/import takes. Beyond it: the hashes fit the state, ids and names are unique, and everything is in a namespace that the state has.",
        };
        foreach (var (name, value) in SnapshotDocumentJson.Options.GetJsonSchemaAsNode(typeof(SnapshotDocument), Exporting).AsObject().ToList())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = SnapshotDocumentJson.Options.Encoder }) + "\n";
    }

    /// <summary>Whether the schema of the file takes a document, as an independent validator reads it.</summary>
    public static bool Accepts(string document)
    {
        using var parsed = JsonDocument.Parse(document);
        return Read.Value.Evaluate(parsed.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = node as JsonObject ?? [];
        if (Texts.TryGetValue(type, out var text))
            return new JsonObject { ["type"] = "string", ["description"] = text };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
            schema = new JsonObject { ["type"] = "array", ["items"] = SnapshotDocumentJson.Options.GetJsonSchemaAsNode(type.GetGenericArguments()[0], Exporting) };
        // Null stands nowhere in a document: what is not known is left out.
        if (schema["type"] is JsonArray types)
            schema["type"] = types.Single(t => (string?)t != "null")!.DeepClone();
        if (schema["enum"] is JsonArray words)
            schema["enum"] = new JsonArray([.. words.Where(w => w is not null).Select(w => w!.DeepClone())]);
        // The exporter calls every parameter of a record required, also one that may be left out.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema.Remove("required") && context.TypeInfo.Properties.Where(p => p.IsRequired).Select(p => p.Name).ToList() is { Count: > 0 } required)
            schema["required"] = new JsonArray([.. required.Select(n => JsonValue.Create(n))]);
        if (Ranges.TryGetValue(context.PropertyInfo is { } number && Ports.Contains((number.DeclaringType, number.Name)) ? typeof(ushort) : type, out var range))
            (schema["minimum"], schema["maximum"]) = (range.Min, range.Max);
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) && (string?)schema["type"] == "object")
            schema["maxProperties"] = DocumentScan.MaxItems;
        if ((string?)schema["type"] == "array")
            schema["maxItems"] = context.PropertyInfo?.DeclaringType == typeof(HostState) && DocumentScan.IsPlaced(context.PropertyInfo.Name) ? DocumentScan.MaxPlacedItems : DocumentScan.MaxItems;
        return context.PropertyInfo is { } member && member.DeclaringType == typeof(SnapshotDocument) ? OfDocument(member.Name, schema) : schema;
    }

    private static JsonObject OfDocument(string member, JsonObject schema) => member switch
    {
        "format" => new JsonObject { ["const"] = SnapshotDocument.FormatName },
        "version" => new JsonObject { ["const"] = SnapshotDocument.CurrentVersion },
        "contentHash" or "stateSha256" => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9a-f]{64}$" },
        "label" => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 100 },
        "reason" => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 1000 },
        _ => schema,
    };

    private static string Here([CallerFilePath] string path = "") => path;
}
