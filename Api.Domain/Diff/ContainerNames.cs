using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names containers alike in both states: one that was renamed keeps its ports, networks and links, under the name it had last.</summary>
internal static class ContainerNames
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>For each state the names that others stand for.</summary>
    public static (IReadOnlyDictionary<string, string> From, IReadOnlyDictionary<string, string> To) Renamed(HostState from, HostState to)
    {
        // A container that was renamed differs; nothing else has to be looked at.
        var delta = ListDelta.Between(from.Containers, to.Containers);
        var candidates = delta.Removed
            .Join(delta.Added, c => c.Id, c => c.Id, (before, after) => (Before: before.Name, After: after.Name), StringComparer.Ordinal)
            .Where(c => c.Before != c.After)
            .ToList();
        if (candidates.Count == 0)
            return (None, None);
        var (fromNames, toNames) = (NamesOf(from), NamesOf(to));
        // A name that another container has taken over is that one's.
        var renamed = candidates.Where(c => !toNames.Contains(c.Before) && !fromNames.Contains(c.After)).ToList();
        return from.ObservedAt < to.ObservedAt || (from.ObservedAt == to.ObservedAt && IsFirst(renamed))
            ? (renamed.ToDictionary(c => c.Before, c => c.After, StringComparer.Ordinal), None)
            : (None, renamed.ToDictionary(c => c.After, c => c.Before, StringComparer.Ordinal));
    }

    // Of states of one instant neither is the later one; the choice only has to be the same when they are swapped.
    private static bool IsFirst(List<(string Before, string After)> renamed) =>
        renamed.Count > 0 && string.CompareOrdinal(renamed.Select(c => c.Before).Min(StringComparer.Ordinal), renamed.Select(c => c.After).Min(StringComparer.Ordinal)) < 0;

    private static HashSet<string> NamesOf(HostState state) => [.. state.Containers.Select(c => c.Name)];
}
