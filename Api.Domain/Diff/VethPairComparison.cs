using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A veth pair with its links.</summary>
/// <param name="Inner">The end people mean: in a container where one is, else away from the host where one is.</param>
/// <param name="Outer">The other end; null where it was not read.</param>
public sealed record VethPairView(LinkView Inner, LinkView? Outer)
{
    internal IEnumerable<LinkView> Ends => Outer is null ? [Inner] : [Inner, Outer];
}

/// <summary>Veth pairs by their inner end. Names of the outer ends are random and new with each start of a container.</summary>
internal sealed class VethPairComparison() : EntityComparison<VethPairView>(ChangeEntity.VethPair)
{
    protected override IEnumerable<Keyed<VethPairView>> Read(Side side, Side other) => Keys(Views(side), Views(other));

    protected override (IReadOnlyList<Keyed<VethPairView>> From, IReadOnlyList<Keyed<VethPairView>> To) ReadBoth(Side from, Side to)
    {
        var (old, young) = (Views(from), Views(to));
        return ([.. Keys(old, young)], [.. Keys(young, old)]);
    }

    // A pair dies with either of its ends, so one namespace that was read is enough; but an end that is still there, is there, where the other may not have been read.
    protected override bool Shows(Side side, VethPairView view) =>
        view.Ends.Any(e => side.SawPlace(e.Namespace)) && (view.Outer is not null || side.LookedWhereTheOtherDid || !HasLink(side, view.Inner));

    protected override bool Same(VethPairView before, VethPairView after, Side from, Side to) =>
        Common(before, after).All(e => LinkView.AreSame(e.Before, e.After)) && (before.Outer is null == after.Outer is null || !from.LookedWhereTheOtherDid);

    protected override string Added(VethPairView after, Side from) => $"{InWords(after)} is new";

    protected override string Removed(VethPairView before, Side to) => $"{InWords(before)} is gone";

    protected override string Changed(VethPairView before, VethPairView after)
    {
        var ends = Common(before, after).Select(e => Changed(e.Before, e.After, after)).OfType<string>().ToList();
        return ends.Count > 0 ? string.Join("; ", ends)
            : after.Outer is null ? $"of {InWords(before)} only one end is seen now"
            : $"{InWords(after)} is now seen with both ends";
    }

    private static string? Changed(LinkView before, LinkView after, VethPairView pair) =>
        before.Key != after.Key ? $"{Subject(pair.Inner)} is now with {Port(after)} (was {Port(before)})"
        : LinkView.Compare(new Clauses(before.InWords), before, after) is { IsEmpty: false } clauses ? clauses.ToString()
        : null;

    private static IEnumerable<Keyed<VethPairView>> Keys(List<VethPairView> pairs, List<VethPairView> otherPairs)
    {
        var taken = pairs.Select(p => p.Inner.Key).ToHashSet(StringComparer.Ordinal);
        var others = otherPairs.Where(p => p.Outer is not null).DistinctBy(p => p.Outer!.Key).ToDictionary(p => p.Outer!.Key, p => p.Inner.Key, StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            // An end whose peer was not read is known by the key that the other state has for it.
            var adopted = pair.Outer is null && others.GetValueOrDefault(pair.Inner.Key) is { } key && taken.Add(key) ? key : pair.Inner.Key;
            yield return new Keyed<VethPairView>(adopted, pair.Outer?.Key ?? "", pair);
        }
    }

    private static List<VethPairView> Views(Side side) =>
    [
        .. VethPairing.Pair(side.Read with { Namespaces = side.State.Namespaces }).Select(pair =>
        {
            var first = LinkView.Of(pair.First, side);
            if (pair.Second is null)
                return new VethPairView(first, null);
            var second = LinkView.Of(pair.Second, side);
            return Rank(first).CompareTo(Rank(second)) <= 0 ? new VethPairView(first, second) : new VethPairView(second, first);
        }),
    ];

    private static (int, string) Rank(LinkView end) =>
        (Place.ContainerOf(end.Namespace) is not null ? 0 : end.Namespace == Place.Host ? 2 : 1, end.Key);

    private static bool HasLink(Side side, LinkView end) =>
        side.State.Links.Any(l => l.IsVeth && LinkView.KeyOf(l, side) == end.Key);

    // Ends that both states know, each with itself. A peer that was not read is no difference.
    private static IEnumerable<(LinkView Before, LinkView After)> Common(VethPairView before, VethPairView after)
    {
        if (before.Outer is { } oldOuter && after.Outer is { } newOuter)
            return [(before.Inner, after.Inner), (oldOuter, newOuter)];
        return before.Ends.Join(after.Ends, e => e.Key, e => e.Key, (b, a) => (b, a));
    }

    private static string InWords(VethPairView pair) => pair.Outer is { } outer
        ? $"{Subject(pair.Inner)} with {Port(outer)}"
        : $"veth {Port(pair.Inner)}, whose other end cannot be seen,";

    private static string Subject(LinkView inner) =>
        $"veth pair of {Place.ContainerOf(inner.Namespace) ?? Place.InWords(inner.Namespace)} ({inner.Name})";

    private static string Port(LinkView end) => end.Master is { } master ? $"{end.InWords} on {master}" : end.InWords;
}
