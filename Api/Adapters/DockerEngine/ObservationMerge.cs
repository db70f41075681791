using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Takes readings over into what is known. What did not change stays the same object, so that comparing two observations is cheap.</summary>
/// <remarks>Nothing changed: the known observation itself is given back.</remarks>
internal static class ObservationMerge
{
    /// <summary>Takes over a reading of everything.</summary>
    public static EngineObservation With(this EngineObservation known, EngineObservation read)
    {
        var containers = known.Containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return known.WithParts(
            Same(known.Containers, [.. read.Containers.Select(c => Same(containers.GetValueOrDefault(c.Id), c))]),
            Same(known.Networks, SameEach(known.Networks, read.Networks)),
            read.Gaps,
            read.Settings);
    }

    /// <summary>Takes over the reading of one container.</summary>
    public static EngineObservation With(this EngineObservation known, ContainerReading read)
    {
        var index = IndexOf(known.Containers, read.Id);
        var was = index < 0 ? null : known.Containers[index];
        var now = read.Container is { } container ? Same(was, container) : null;
        var containers = known.Containers;
        if (!ReferenceEquals(was, now))
        {
            containers = was is null ? containers : containers.RemoveAt(index);
            containers = now is null ? containers : containers.Insert(~containers.BinarySearch(now, ObservationOrder.OfContainers), now);
        }
        return known.WithParts(containers, known.Networks, WithGap(known.Gaps, EngineGaps.ScopeOf(read.Id), read.Gap), known.Settings);
    }

    /// <summary>Takes over the list of networks.</summary>
    public static EngineObservation With(this EngineObservation known, ImmutableArray<Network> read) =>
        known.WithParts(known.Containers, Same(known.Networks, SameEach(known.Networks, read)), known.Gaps, known.Settings);

    /// <summary>Takes over the settings.</summary>
    public static EngineObservation With(this EngineObservation known, SettingsReading read) =>
        known.WithParts(known.Containers, known.Networks, WithGap(known.Gaps, EngineGaps.SettingsScope, read.Gap), read.Settings);

    private static EngineObservation WithParts(
        this EngineObservation known, ImmutableArray<Container> containers, ImmutableArray<Network> networks, ImmutableArray<Gap> gaps, EngineSettings? settings)
    {
        gaps = gaps.SequenceEqual(known.Gaps) ? known.Gaps : gaps;
        settings = settings == known.Settings ? known.Settings : settings;
        var isSame = containers == known.Containers && networks == known.Networks && gaps == known.Gaps && ReferenceEquals(settings, known.Settings);
        return isSame ? known : new EngineObservation(containers, networks, gaps, settings);
    }

    // Records compare by value, but for their dictionaries.
    private static Container Same(Container? known, Container read)
    {
        if (known is null)
            return read;
        read = read with { Labels = Same(known.Labels, read.Labels) };
        return read == known ? known : read;
    }

    private static Network Same(Network? known, Network read)
    {
        if (known is null)
            return read;
        read = read with { Labels = Same(known.Labels, read.Labels), Options = Same(known.Options, read.Options) };
        return read == known ? known : read;
    }

    private static ImmutableSortedDictionary<string, string> Same(ImmutableSortedDictionary<string, string> known, ImmutableSortedDictionary<string, string> read) =>
        known.SequenceEqual(read) ? known : read;

    private static ImmutableArray<Network> SameEach(ImmutableArray<Network> known, ImmutableArray<Network> read)
    {
        var byId = known.ToDictionary(n => n.Id, StringComparer.Ordinal);
        return [.. read.Select(n => Same(byId.GetValueOrDefault(n.Id), n))];
    }

    private static ImmutableArray<T> Same<T>(ImmutableArray<T> known, ImmutableArray<T> read) where T : class =>
        known.AsSpan().SequenceEqual(read.AsSpan(), ReferenceEqualityComparer.Instance) ? known : read;

    private static ImmutableArray<Gap> WithGap(ImmutableArray<Gap> known, string scope, Gap? gap) =>
        gap is null && !known.Any(g => g.Scope == scope)
            ? known
            : [.. known.Where(g => g.Scope != scope).Concat(gap is null ? [] : [gap]).OrderBy(g => g.Scope, StringComparer.Ordinal)];

    private static int IndexOf(ImmutableArray<Container> containers, string id)
    {
        for (var index = 0; index < containers.Length; index++)
        {
            if (containers[index].Id == id)
                return index;
        }
        return -1;
    }
}
