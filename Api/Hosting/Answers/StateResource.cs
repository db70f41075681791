using System.Text.Json.Serialization;
using NetApi.Domain.Topology;

namespace NetApi.Hosting.Answers;

/// <summary>Something drawn from the observed state. Where it is an answer of its own it has a word on how complete that state is; an item of a collection leaves that to its page.</summary>
public abstract record StateResource
{
    /// <summary>Whether everything could be read. An item of a collection has none: its page does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Complete { get; init; }

    /// <summary>What could not be read. An item of a collection has none: its page does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Gap>? Gaps { get; init; }
}

/// <summary>Makes answers of resources.</summary>
public static class StateResources
{
    /// <summary>The resource as an answer of its own, with what could not be read of the state it is drawn from.</summary>
    public static T WithGapsOf<T>(this T resource, HostState state) where T : StateResource =>
        resource with { Complete = state.IsComplete, Gaps = state.Gaps };

    /// <summary>The same for the OpenAPI document: nothing is missing.</summary>
    internal static T WithoutGaps<T>(this T resource) where T : StateResource => resource with { Complete = true, Gaps = [] };
}
