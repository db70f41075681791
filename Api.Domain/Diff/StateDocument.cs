using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A thing that the documents of two states show differently.</summary>
/// <param name="Entity">What kind of thing.</param>
/// <param name="Key">Which one.</param>
/// <param name="Before">The thing in the earlier document; null where it is not in it.</param>
/// <param name="After">The thing in the later one; null where it is not in it.</param>
public sealed record Difference(ChangeEntity Entity, string Key, object? Before, object? After);

/// <summary>A state as a document: things by entity and key, each as a diff shows it, under the keys that it has in a diff with another state.</summary>
public static class StateDocument
{
    /// <summary>The document of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="other">The state it is compared with.</param>
    public static IReadOnlyDictionary<(ChangeEntity Entity, string Key), object> Of(HostState state, HostState other) => HostDiff.Views(state, other);

    /// <summary>What turns the earlier document into the later one, by entity and key.</summary>
    /// <remarks>
    /// Between states that could read the same, all of it, down to what a diff passes over, such as who holds a socket where that was not found before.
    /// Otherwise what the diff tells alone: what one side could not see is no difference.
    /// </remarks>
    public static IReadOnlyList<Difference> Between(HostState from, HostState to)
    {
        if (!SawAllOf(from, to))
            return [.. HostDiff.Compare(from, to).Select(c => new Difference(c.Entity, c.Key, c.Before, c.After))];
        var (before, after) = (Of(from, to), Of(to, from));
        return
        [
            .. before.Keys.Union(after.Keys)
                .Select(k => new Difference(k.Entity, k.Key, before.GetValueOrDefault(k), after.GetValueOrDefault(k)))
                .Where(d => !Equals(d.Before, d.After))
                .OrderBy(d => d.Entity).ThenBy(d => d.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether both states could read everything, and the same: one that an earlier version kept has no more of the kernel than links and the host's routes.</summary>
    public static bool SawAllOf(HostState from, HostState to) => from.IsComplete && to.IsComplete && from.Rules.IsEmpty == to.Rules.IsEmpty;
}
