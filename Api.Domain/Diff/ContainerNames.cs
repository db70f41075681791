using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names containers alike in both states: one that was renamed keeps its ports, networks and links, under the name it had last.</summary>
internal static class ContainerNames
{
    /// <summary>For each state the names that others stand for.</summary>
    public static (ImmutableDictionary<string, string> From, ImmutableDictionary<string, string> To) Renamed(HostState from, HostState to)
    {
        var (fromNames, toNames) = (NamesOf(from), NamesOf(to));
        var renamed = from.Containers
            .Join(to.Containers, c => c.Id, c => c.Id, (before, after) => (Before: before.Name, After: after.Name), StringComparer.Ordinal)
            // A name that another container has taken over is that one's.
            .Where(c => c.Before != c.After && !toNames.Contains(c.Before) && !fromNames.Contains(c.After))
            .ToList();
        return from.ObservedAt < to.ObservedAt || (from.ObservedAt == to.ObservedAt && IsFirst(renamed))
            ? (renamed.ToImmutableDictionary(c => c.Before, c => c.After), ImmutableDictionary<string, string>.Empty)
            : (ImmutableDictionary<string, string>.Empty, renamed.ToImmutableDictionary(c => c.After, c => c.Before));
    }

    // Of states of one instant neither is the later one; the choice only has to be the same when they are swapped.
    private static bool IsFirst(List<(string Before, string After)> renamed) =>
        renamed.Count > 0 && string.CompareOrdinal(renamed.Select(c => c.Before).Min(StringComparer.Ordinal), renamed.Select(c => c.After).Min(StringComparer.Ordinal)) < 0;

    private static HashSet<string> NamesOf(HostState state) => [.. state.Containers.Select(c => c.Name)];
}
