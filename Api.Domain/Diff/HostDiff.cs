using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Keyed, ordered, stable differences of two states.</summary>
/// <remarks>
/// "Could not look" never becomes "was removed": a thing that one state lacks is told only where that state could have shown it, and
/// where it could not, a change of <see cref="ChangeEntity.Gap"/> says that the comparison is partial. A gap that both states have is no
/// change, so who shows a diff shows the gaps of both states beside it.
/// Counters, timers, process ids and all else that is new with each restart or boot (ifindex, namespace ids, paths) is left out, and what
/// the kernel makes by itself for each link, address or namespace.
/// </remarks>
public static class HostDiff
{
    private static readonly ImmutableArray<IEntityComparison> Comparisons =
    [
        new PublishedPortComparison(),
        new ContainerComparison(),
        new NetworkComparison(),
        new EngineComparison(),
        new AttachmentComparison(),
        new BridgeComparison(),
        new VethPairComparison(),
        new LinkComparison(),
        new AddressComparison(),
        new RouteComparison(),
        new RuleComparison(),
        new NeighbourComparison(),
        new FdbComparison(),
        new SocketComparison(),
        new SysctlComparison(),
        new NamespaceComparison(),
        new GapComparison(),
    ];

    /// <summary>What changed from one state to the other, by entity, key and kind. Swapped arguments give the same changes mirrored.</summary>
    /// <remarks>What both states share costs a comparison of references; the rest goes with what differs.</remarks>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="onAllCores">Whether several threads take part: for whoever waits, where much may differ. Who watches the host leaves the other cores to it.</param>
    public static ImmutableArray<Change> Compare(HostState from, HostState to, bool onAllCores = false) => Compare(Side.Narrowed(from, to, onAllCores: onAllCores), onAllCores);

    /// <summary>What changed, and what those have to be told beside it who follow only what has a certain name.</summary>
    public static (ImmutableArray<Change> Changes, ImmutableArray<Renaming> Renamings) CompareForFollowers(HostState from, HostState to)
    {
        var sides = Side.Narrowed(from, to);
        var changes = Compare(sides);
        return (changes, Renaming.Between(sides.From, sides.To, changes));
    }

    /// <summary>What changed while something could not be read that can be read again: no comparison with a state that has the gap tells that. With it comes the end of the gap.</summary>
    /// <param name="seen">The last state without the gap.</param>
    /// <param name="blind">The last one with it.</param>
    /// <param name="to">The first one after.</param>
    public static ImmutableArray<Change> Unseen(HostState seen, HostState blind, HostState to)
    {
        var (earlier, later) = Side.Narrowed(seen, to);
        var (before, after) = Side.Of(blind, to);
        return InOrder(Comparisons.SelectMany(c => c.Unseen(earlier, later, before, after)));
    }

    /// <summary>One diff of several; of what two of them tell, the first one's word.</summary>
    public static ImmutableArray<Change> Join(IEnumerable<Change> changes) => InOrder(changes.DistinctBy(c => (c.Entity, c.Key, c.Kind)));

    /// <summary>What changed, where a link of another name is another link.</summary>
    internal static ImmutableArray<Change> CompareByName(HostState from, HostState to) => Compare(Side.Narrowed(from, to, knowsLinks: false));

    /// <summary>The same changes, found by comparing everything.</summary>
    internal static ImmutableArray<Change> CompareAll(HostState from, HostState to) => Compare(Side.Of(from, to));

    /// <summary>All that a diff can tell of a state, by entity and key, under the keys of a diff with another state.</summary>
    internal static Dictionary<(ChangeEntity Entity, string Key), object> Views(HostState state, HostState other)
    {
        var (side, otherSide) = Side.Of(state, other);
        return Comparisons.SelectMany(c => c.Views(side, otherSide)).ToDictionary(v => (v.Entity, v.Key), v => v.View);
    }

    private static ImmutableArray<Change> Compare((Side From, Side To) sides, bool onAllCores = false) =>
        InOrder(Parts.Do(Comparisons, onAllCores, c => c.Compare(sides.From, sides.To).ToList()).SelectMany(changes => changes));

    private static ImmutableArray<Change> InOrder(IEnumerable<Change> changes) =>
        [.. changes.OrderBy(c => c.Entity).ThenBy(c => c.Key, StringComparer.Ordinal).ThenBy(c => c.Kind)];
}
