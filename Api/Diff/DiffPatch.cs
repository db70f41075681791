using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NetApi.Domain.Diff;

namespace NetApi.Diffs;

/// <summary>What an operation of a JSON Patch does.</summary>
public enum PatchOp
{
    /// <summary>Puts a member in.</summary>
    Add,

    /// <summary>Takes a member out.</summary>
    Remove,

    /// <summary>Gives a member another value.</summary>
    Replace,
}

/// <summary>An operation of a JSON Patch (RFC 6902).</summary>
/// <param name="Op">What it does.</param>
/// <param name="Path">Where: a JSON pointer (RFC 6901) into the document of a state, such as <c>/container/myweb/state</c>.</param>
public sealed record PatchOperation(PatchOp Op, string Path)
{
    /// <summary>The value; not there where one is removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Value { get; init; }
}

/// <summary>Makes the JSON Patch that turns the document of the earlier state into that of the later one.</summary>
internal static class DiffPatch
{
    /// <summary>The operations, by entity and key; none needs another to be done before.</summary>
    public static List<PatchOperation> Of(StateDiff diff, JsonSerializerOptions json)
    {
        var patch = new List<PatchOperation>();
        foreach (var (entity, key, before, after) in StateDocument.Between(diff.From, diff.To).Where(d => diff.Filter.Passes(d.Entity, d.Before, d.After)))
        {
            var path = $"/{WordOf(entity)}/{Escape(key)}";
            if (before is null)
                patch.Add(Give(PatchOp.Add, path, ToNode(after!, json)));
            else if (after is null)
                patch.Add(new PatchOperation(PatchOp.Remove, path));
            else
                Compare(path, ToNode(before, json), ToNode(after, json), patch);
        }
        return patch;
    }

    /// <summary>The document of a state: an object of objects, entity → key → thing. Every entity is there, so that things can be put into it.</summary>
    public static JsonObject DocumentOf(IReadOnlyDictionary<(ChangeEntity Entity, string Key), object> things, JsonSerializerOptions json) => new(
        Enum.GetValues<ChangeEntity>().Select(entity => KeyValuePair.Create(
            WordOf(entity),
            (JsonNode?)new JsonObject(things.Where(t => t.Key.Entity == entity).OrderBy(t => t.Key.Key, StringComparer.Ordinal).Select(t => KeyValuePair.Create(t.Key.Key, ToNode(t.Value, json)))))));

    // Lists are replaced whole: they are short, and most of them have no order that an index could stand for.
    private static void Compare(string path, JsonNode? before, JsonNode? after, List<PatchOperation> patch)
    {
        if (JsonNode.DeepEquals(before, after))
            return;
        if (before is not JsonObject was || after is not JsonObject now)
        {
            patch.Add(Give(PatchOp.Replace, path, after));
            return;
        }
        foreach (var (name, _) in was.Where(m => !now.ContainsKey(m.Key)))
            patch.Add(new PatchOperation(PatchOp.Remove, $"{path}/{Escape(name)}"));
        foreach (var (name, value) in now)
        {
            if (was.TryGetPropertyValue(name, out var old))
                Compare($"{path}/{Escape(name)}", old, value, patch);
            else
                patch.Add(Give(PatchOp.Add, $"{path}/{Escape(name)}", value));
        }
    }

    private static PatchOperation Give(PatchOp op, string path, JsonNode? value) => new(op, path) { Value = JsonSerializer.SerializeToElement(value) };

    private static JsonNode? ToNode(object thing, JsonSerializerOptions json) => JsonSerializer.SerializeToNode(thing, thing.GetType(), json);

    private static string WordOf(ChangeEntity entity) => JsonNamingPolicy.CamelCase.ConvertName(entity.ToString());

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
