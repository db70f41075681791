using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Keyed, ordered, stable differences of two states.</summary>
/// <remarks>
/// "Could not look" never becomes "was removed": a thing that one state lacks is told only where that state could have shown it, and
/// where it could not, a change of <see cref="ChangeEntity.Gap"/> says that the comparison is partial. A gap that both states have is no
/// change, so who shows a diff shows the gaps of both states beside it.
/// Counters, timers, process ids and all else that is new with each restart or boot (ifindex, namespace ids, paths) is left out.
/// </remarks>
public static class HostDiff
{
    private static readonly ImmutableArray<IEntityComparison> Comparisons =
    [
        new PublishedPortComparison(),
        new ContainerComparison(),
        new NetworkComparison(),
        new AttachmentComparison(),
        new BridgeComparison(),
        new VethPairComparison(),
        new LinkComparison(),
        new AddressComparison(),
        new RouteComparison(),
        new NamespaceComparison(),
        new GapComparison(),
    ];

    /// <summary>What changed from one state to the other, by entity, key and kind. Swapped arguments give the same changes mirrored.</summary>
    public static ImmutableArray<Change> Compare(HostState from, HostState to)
    {
        var (earlier, later) = Side.Of(from, to);
        return
        [
            .. Comparisons.SelectMany(c => c.Compare(earlier, later))
                .OrderBy(c => c.Entity).ThenBy(c => c.Key, StringComparer.Ordinal).ThenBy(c => c.Kind),
        ];
    }
}
