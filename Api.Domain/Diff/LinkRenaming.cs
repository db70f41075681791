using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>What those have to be told who do not hear that a link was renamed: the same as if another one had come in its place.</summary>
internal static class LinkRenaming
{
    /// <summary>The links that a comparison takes for the same under two names, one after the other: each tells what is left to be told after those before it.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="changes">What a diff tells of them.</param>
    public static IEnumerable<Renaming> Between(Side from, Side to, ImmutableArray<Change> changes)
    {
        // Names of namespaces are told before those of links; and what is there in both states, no gap hides.
        var state = from.State with { Namespaces = to.State.Namespaces, Containers = to.State.Containers, Networks = to.State.Networks, Engine = to.State.Engine, Gaps = [] };
        // What is in a namespace that came, went or gave up its name is told by the diff, under the names that it had and has.
        var stayed = to.State.Namespaces.Where(n => from.PlaceOf(n.Id) == to.PlaceOf(n.Id)).Select(n => to.PlaceOf(n.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, index) in from.RenamedLinks.Concat(to.RenamedLinks))
        {
            if (from.FindLink(id, index) is not { } before || to.FindLink(id, index) is not { } after)
                continue;
            var next = state with { Links = [.. state.Links.Select(l => l.Namespace == id && l.Index == index ? l with { Name = after.Name } : l)] };
            yield return Of(before, after, HostDiff.CompareByName(state, next).Where(c => IsIn(c.Before ?? c.After, stayed)), to, Telling(after, to, changes));
            state = next;
        }
    }

    private static Renaming Of(Link before, Link after, IEnumerable<Change> changes, Side to, Change? telling)
    {
        var place = to.PlaceOf(after.Namespace);
        var told = changes
            .Where(c => telling is null || c.Kind != ChangeKind.Changed || (c.Entity, c.Key) != (telling.Entity, telling.Key))
            .Select(c => c with { Summary = $"{c.Summary} ({before.Name} was renamed to {after.Name})" })
            .ToList();
        return new Renaming(
            new NameChange(telling?.Entity ?? ChangeEntity.Link, telling?.Key, place, $"{place}/{before.Name}", $"{place}/{after.Name}"),
            [.. told.Where(c => c.Kind == ChangeKind.Removed)],
            [.. told.Where(c => c.Kind != ChangeKind.Removed)]);
    }

    private static bool IsIn(object? view, HashSet<string> places) => view switch
    {
        IPlacedView placed => places.Contains(placed.Namespace),
        VethPairView pair => pair.Ends.All(e => places.Contains(e.Namespace)),
        _ => false,
    };

    // Of a veth the change of its pair, whose key may be that of its other end.
    private static Change? Telling(Link link, Side side, ImmutableArray<Change> changes)
    {
        var key = LinkView.KeyOf(link, side);
        return changes.FirstOrDefault(c => c.Kind == ChangeKind.Changed && IsOf(c.Before, key) && IsOf(c.After, key));
    }

    private static bool IsOf(object? view, string key) => view switch
    {
        LinkView link => link.Key == key,
        VethPairView pair => pair.Ends.Any(e => e.Key == key),
        _ => false,
    };
}
