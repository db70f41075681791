using System.Text.Json;
using System.Text.Json.Nodes;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

/// <summary>One entry of a diff, as it goes over the wire.</summary>
internal sealed record ToldChange(string Kind, string Entity, string Key, JsonObject? Before, JsonObject? After, string Summary)
{
    public static ToldChange Of(JsonNode entry) =>
        new((string)entry["kind"]!, (string)entry["entity"]!, (string)entry["key"]!, Thing(entry["before"]), Thing(entry["after"]), (string)entry["summary"]!);

    /// <summary>A thing; of a veth pair, whose ends change places when one of them is renamed, always the same end first.</summary>
    public static JsonObject? Thing(JsonNode? view)
    {
        if (view is not { } thing || thing["inner"] is not { } inner || thing["outer"] is not { } outer || string.CompareOrdinal(NameOf(inner), NameOf(outer)) <= 0)
            return view?.DeepClone().AsObject();
        return new JsonObject { ["inner"] = outer.DeepClone(), ["outer"] = inner.DeepClone() };
    }

    public static string NameOf(JsonNode link) => $"{(string)link["namespace"]!}/{(string)link["name"]!}";
}

/// <summary>What a listener knows that began with a state and was told every change since, of which each says what was before and what is after.</summary>
/// <remarks>
/// It has a thing under the key it was told with, or else knows it by all that it is: a key says what tells a thing from others only where there are others.
/// What is renamed takes along all that is in it, and a link all that names it. What comes and goes with each namespace is not told, and need not be known.
/// </remarks>
internal sealed class ToldHost
{
    private static readonly JsonSerializerOptions Json = Written();

    private readonly Dictionary<(string Entity, string Key), JsonObject> _things = [];

    /// <param name="state">The state.</param>
    /// <param name="isOf">What the listener knows of it; null for all.</param>
    public static ToldHost Of(HostState state, Func<string, JsonObject, bool>? isOf = null)
    {
        var host = new ToldHost();
        foreach (var ((entity, key), view) in HostDiff.Views(state, state))
            host._things[(JsonNamingPolicy.CamelCase.ConvertName($"{entity}"), key)] = ToldChange.Thing(JsonSerializer.SerializeToNode(view, Json))!;
        if (isOf is not null)
            host.Forget(t => !isOf(t.Key.Entity, t.Value));
        return host;
    }

    public static IEnumerable<ToldChange> Changes(HostState from, HostState to) =>
        HostDiff.Compare(from, to).Select(c => ToldChange.Of(JsonSerializer.SerializeToNode(c, Json)!));

    /// <summary>Applies all changes of one revision.</summary>
    public void Apply(IReadOnlyList<ToldChange> changes)
    {
        // Names first: all else is told with those of the later state.
        foreach (var change in changes.Where(c => c.Kind == "changed"))
            Rename(change);
        var links = changes.Where(c => c.Kind == "changed").SelectMany(RenamedLink.Of).ToList();
        foreach (var ((entity, key), thing) in links.Count == 0 ? [] : _things.ToList())
        {
            _things.Remove((entity, key));
            _things[(entity, links.Aggregate(key, (k, link) => link.KeyOf(entity, k, thing)))] = RenamedLink.All(links, thing);
        }
        foreach (var change in changes)
            Apply(change.Before is { } before ? change with { Before = RenamedLink.All(links, before) } : change);
        foreach (var gone in changes.Where(c => c is { Entity: "namespace", Kind: "removed" }))
            Forget(t => IsImplied(t.Key.Entity, t.Value) && (string?)t.Value["namespace"] == gone.Key);
    }

    /// <summary>What is known here and not there, and the other way round.</summary>
    /// <param name="other">What there is.</param>
    /// <param name="isOf">What to compare.</param>
    /// <param name="plain">A thing without what is not told of it.</param>
    public IReadOnlyList<string> Differences(ToldHost other, Func<string, JsonObject, bool>? isOf = null, Action<string, JsonObject>? plain = null)
    {
        var (here, there) = (Lines(this), Lines(other));
        return [.. there.Except(here).Select(l => $"not told: {l}"), .. here.Except(there).Select(l => $"told, but not there: {l}")];

        HashSet<string> Lines(ToldHost host) =>
            [.. host._things.Where(t => !IsImplied(t.Key.Entity, t.Value) && isOf?.Invoke(t.Key.Entity, t.Value) != false).Select(t => $"{t.Key.Entity} {Plain(t.Key.Entity, t.Value)}")];

        string Plain(string entity, JsonObject thing)
        {
            var copy = thing.DeepClone().AsObject();
            plain?.Invoke(entity, copy);
            return copy.ToJsonString(Json);
        }
    }

    /// <summary>What the kernel gives each namespace, and what only the engine knows of itself.</summary>
    private static bool IsImplied(string entity, JsonObject thing) => entity switch
    {
        "link" => (string?)thing["kind"] == "loopback",
        "address" => (string?)thing["address"] is "127.0.0.1/8" or "::1/128",
        "rule" => (string?)thing["text"] is "from all lookup local" or "from all lookup main" or "from all lookup default",
        "sysctl" => true,
        _ => false,
    };

    private void Apply(ToldChange change)
    {
        var known = change.Before is { } before ? Find(change.Entity, change.Key, before) : null;
        if (change.Before is null)
            Assert.False(_things.TryGetValue((change.Entity, change.Key), out var there) && !IsImplied(change.Entity, there) && !IsImplied(change.Entity, change.After!), $"Was there before it was added: {change.Entity} {change.Key}");
        else
            Assert.True(known is not null || IsImplied(change.Entity, change.Before), $"Is {change.Kind} and was not known: {change.Entity} {change.Key} {change.Before.ToJsonString(Json)}");
        if (known is not null)
            _things.Remove((change.Entity, known));
        if (change.After is { } after)
            _things[(change.Entity, KeyOf(change, after))] = after;
    }

    // A pair of which one end is seen no longer is told by the key that it had, and has that of the end that is left.
    private static string KeyOf(ToldChange change, JsonObject after) =>
        change.Entity == "vethPair" && after["outer"] is null ? ToldChange.NameOf(after["inner"]!) : change.Key;

    private string? Find(string entity, string key, JsonObject thing) => _things.ContainsKey((entity, key))
        ? key
        : _things.FirstOrDefault(t => t.Key.Entity == entity && JsonNode.DeepEquals(t.Value, thing)).Key.Key;

    /// <summary>Takes along all that is in what was renamed.</summary>
    public void Rename(ToldChange change)
    {
        var (before, after) = change.Entity switch
        {
            "container" => ((string)change.Before!["name"]!, (string)change.After!["name"]!),
            "namespace" => ((string)change.Before!["namespace"]!, (string)change.After!["namespace"]!),
            _ => ("", ""),
        };
        if (before == after)
            return;
        foreach (var thing in _things.Values)
        {
            if (change.Entity == "namespace")
                RenameNamespace(thing, before, after);
            else
                RenameContainer(thing, before, after);
        }
        foreach (var ((entity, key), thing) in _things.Where(t => IsUnder(t.Key.Key, before) || IsUnder(t.Key.Key, $"container:{before}")).ToList())
        {
            _things.Remove((entity, key));
            _things[(entity, key.Replace(before, after, StringComparison.Ordinal))] = thing;
        }
    }

    private static bool IsUnder(string key, string name) => key == name || key.StartsWith($"{name}/", StringComparison.Ordinal);

    private static void RenameNamespace(JsonObject thing, string before, string after)
    {
        foreach (var place in new[] { thing, thing["inner"] as JsonObject, thing["outer"] as JsonObject }.OfType<JsonObject>())
        {
            if ((string?)place["namespace"] == before)
                place["namespace"] = after;
        }
        if (ToldChange.Thing(thing) is { } pair && thing["inner"] is not null)
            (thing["inner"], thing["outer"]) = (pair["inner"]?.DeepClone(), pair["outer"]?.DeepClone());
    }

    private static void RenameContainer(JsonObject thing, string before, string after)
    {
        RenameNamespace(thing, $"container:{before}", $"container:{after}");
        if (thing["container"] is JsonValue && (string?)thing["container"] == before)
            thing["container"] = after;
        if (thing["containers"] is JsonArray names)
            thing["containers"] = new JsonArray([.. names.Select(n => (string)n! == before ? after : (string)n!).Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))]);
    }

    /// <summary>Forgets what a listener cares for no longer.</summary>
    public void Forget(Func<KeyValuePair<(string Entity, string Key), JsonObject>, bool> which)
    {
        foreach (var thing in _things.Where(which).ToList())
            _things.Remove(thing.Key);
    }

    private static JsonSerializerOptions Written()
    {
        var options = new JsonSerializerOptions();
        WireJson.Apply(options);
        return options;
    }
}
