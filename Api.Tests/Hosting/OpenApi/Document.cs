using System.Text.Json;

namespace NetApi.Tests.Hosting.OpenApi;

/// <summary>An OpenAPI document, as far as the tests ask.</summary>
internal sealed record Document(JsonElement Root)
{
    public List<Operation> Operations { get; } =
    [
        .. Root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(o => new Operation(o.Name.ToUpperInvariant(), path.Name, o.Value))),
    ];

    /// <summary>Where an example has another form than its schema: members that the schema lacks, required ones that the example lacks, other JSON types.</summary>
    public IEnumerable<string> Mismatches(JsonElement example, JsonElement schema, string place)
    {
        schema = Resolve(schema, example);
        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(example)) && !(TypeOf(example) == "integer" && Types(type).Contains("number")))
            return [$"{place}: {TypeOf(example)} is not {type}"];
        // Whatever JSON may stand there.
        if (!schema.TryGetProperty("type", out _) && !schema.TryGetProperty("properties", out _))
            return [];
        return example.ValueKind switch
        {
            JsonValueKind.Object => Members(example, schema, place),
            JsonValueKind.Array => example.EnumerateArray().SelectMany((e, i) => Mismatches(e, schema.GetProperty("items"), $"{place}/{i}")),
            JsonValueKind.String when schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => w.GetString() == example.GetString()) =>
                [$"{place}: '{example.GetString()}' is no word of {words}"],
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonElement example, JsonElement schema, string place)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return schema.TryGetProperty("additionalProperties", out _) ? [] : [$"{place}: the schema tells no members"];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!) : [];
        return required.Where(n => !example.TryGetProperty(n, out _)).Select(n => $"{place}: lacks {n}")
            // A reference to a schema cannot say that it may be null; that its member is not required does.
            .Concat(example.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null || required.Contains(m.Name)).SelectMany(m => properties.TryGetProperty(m.Name, out var inner)
                ? Mismatches(m.Value, inner, $"{place}/{m.Name}")
                : [$"{place}: the schema lacks {m.Name}"]));
    }

    // A nullable reference is written as oneOf or anyOf with type null; the alternative that fits by kind is taken.
    private JsonElement Resolve(JsonElement schema, JsonElement example)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = Root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices) || schema.TryGetProperty("allOf", out choices))
                schema = choices.EnumerateArray().First(c => (c.TryGetProperty("type", out var t) && Types(t).Contains("null")) == (example.ValueKind == JsonValueKind.Null));
            else
                return schema;
        }
    }

    private static List<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}

/// <summary>An operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonElement Body)
{
    public List<string> Statuses => [.. Body.GetProperty("responses").EnumerateObject().Select(r => r.Name)];

    /// <summary>The JSON body of the request, and those of 2xx answers.</summary>
    public IEnumerable<(string Place, JsonElement Content)> SuccessBodies()
    {
        if (Body.TryGetProperty("requestBody", out var request))
            yield return ("request", request.GetProperty("content").GetProperty("application/json"));
        foreach (var answer in Body.GetProperty("responses").EnumerateObject().Where(r => r.Name.StartsWith('2')))
        {
            if (answer.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json))
                yield return (answer.Name, json);
        }
    }

    public override string ToString() => $"{Method} {Path}";
}
