using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Names links alike in both states: one that was renamed keeps its addresses, its ports and all else that is told with its name, under the name it had last.</summary>
internal static class LinkNames
{
    /// <summary>Of none.</summary>
    public static readonly IReadOnlyDictionary<(NetnsId Namespace, int Index), string> None = new Dictionary<(NetnsId, int), string>();

    /// <summary>For each state the links that have another name in the comparison, with that.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="links">What differs between their links. A link that was renamed does; nothing else has to be looked at.</param>
    /// <param name="isOnePlace">Whether a namespace is known as the same in both.</param>
    /// <param name="peers">The other end of a veth in each state; null where it was not read.</param>
    public static (IReadOnlyDictionary<(NetnsId Namespace, int Index), string> From, IReadOnlyDictionary<(NetnsId Namespace, int Index), string> To) Renamed(
        HostState from, HostState to, ListDelta<Link> links, Func<NetnsId, bool> isOnePlace, (Func<Link, Link?> From, Func<Link, Link?> To) peers)
    {
        var candidates = links.Removed
            .Join(links.Added, l => (l.Namespace, l.Index), l => (l.Namespace, l.Index), (before, after) => (Before: before, After: after))
            .Where(c => c.Before.Name != c.After.Name && IsSame(c.Before, c.After) && isOnePlace(c.After.Namespace))
            .ToList();
        if (candidates.Count == 0)
            return (None, None);
        var namespaces = candidates.Select(c => c.After.Namespace).ToHashSet();
        var (fromNames, toNames) = (NamesOf(from, namespaces), NamesOf(to, namespaces));
        // A name that another link has taken over is that one's.
        candidates.RemoveAll(c => toNames.Contains((c.Before.Namespace, c.Before.Name)) || fromNames.Contains((c.After.Namespace, c.After.Name)));
        var renamed = candidates.Select(c => (c.Before.Namespace, c.Before.Index)).ToHashSet();
        var (known, knownTo) = (new Dictionary<(NetnsId, int), string>(), new Dictionary<(NetnsId, int), string>());
        foreach (var (before, after) in candidates.Where(c => !c.Before.IsVeth || HasOnePeer(peers.From(c.Before), peers.To(c.After))))
        {
            if (IsLast(before.Name, from, after.Name, to))
                known[(before.Namespace, before.Index)] = after.Name;
            else
                knownTo[(after.Namespace, after.Index)] = before.Name;
        }
        return (known, knownTo);

        // A pair is told by one of its ends: where that is another one, nothing would tell that this one was renamed.
        bool HasOnePeer(Link? before, Link? after) => before is null || after is null
            ? before is null && after is null
            : (before.Namespace, before.Index) == (after.Namespace, after.Index)
                && isOnePlace(before.Namespace)
                && (before.Name == after.Name || renamed.Contains((before.Namespace, before.Index)));
    }

    // A namespace's id is that of one boot, and the kernel gives an index out once in it; but who makes a link may ask for one that is free,
    // and a link that moves in keeps its own. So what a link cannot change has to be the same, and its MAC too, which is rarely changed: better
    // two changes told of one link than one of two. Bridges and bonds take theirs from their ports.
    private static bool IsSame(Link before, Link after) =>
        before.Kind == after.Kind
        && before.Vlan == after.Vlan
        && before.Vxlan?.Vni == after.Vxlan?.Vni
        && (before.Mac == after.Mac || before.Kind is "bridge" or "bond" or "team");

    // Of states of one instant neither is the later one; the choice only has to be the same when they are swapped.
    private static bool IsLast(string before, HostState from, string after, HostState to) =>
        from.ObservedAt < to.ObservedAt || (from.ObservedAt == to.ObservedAt && string.CompareOrdinal(before, after) < 0);

    private static HashSet<(NetnsId, string)> NamesOf(HostState state, HashSet<NetnsId> namespaces) =>
        [.. state.Links.Where(l => namespaces.Contains(l.Namespace)).Select(l => (l.Namespace, l.Name))];
}
