using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>That a namespace or a link has another name in the later of two states.</summary>
/// <param name="Entity">What the change is about that tells of it: <see cref="ChangeEntity.Namespace"/>, or a link, a bridge, a veth pair.</param>
/// <param name="Key">Key of that change; null where a diff tells of no such change.</param>
/// <param name="Place">Namespace of a link by its later name; null for a namespace.</param>
/// <param name="Before">What the keys of all that is in it begin with in the earlier state: <c>process:nginx</c>, <c>host/eth0</c>.</param>
/// <param name="After">What they begin with in the later one.</param>
public sealed record NameChange(ChangeEntity Entity, string? Key, string? Place, string Before, string After);

/// <summary>A namespace or a link that has another name in the later of two states. A diff tells that with one change, and names all that is in it as the later state does; who follows one of the names only needs more.</summary>
/// <param name="Name">The names.</param>
/// <param name="Left">What was in it, removed under the earlier name.</param>
/// <param name="Entered">The same, added under the later name, and what names a link without being keyed by it, changed. What changed in it between the states follows in the diff.</param>
public sealed record Renaming(NameChange Name, ImmutableArray<Change> Left, ImmutableArray<Change> Entered)
{
    /// <summary>The namespaces, and then the links, that a comparison takes for the same under two names.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="changes">What a diff tells of them.</param>
    internal static ImmutableArray<Renaming> Between(Side from, Side to, ImmutableArray<Change> changes) =>
        [.. OfNamespaces(from, to), .. LinkRenaming.Between(from, to, changes)];

    private static ImmutableArray<Renaming> OfNamespaces(Side from, Side to)
    {
        // Names change with the namespaces only; and whose one is, only the engine knows.
        if (from.State.Namespaces == to.State.Namespaces || !from.SawEngine || !to.SawEngine)
            return [];
        var (before, after) = (Place.Names(from.State), Place.Names(to.State));
        var later = new Lazy<HostState>(() => Named(from, NameOf));
        return [.. from.State.Namespaces.Select(n => n.Id).Where(id => before.Of(id) != NameOf(id)).Select(id => Of(id, before.Of(id), NameOf(id), from.State, later.Value, KeyOf(id)))];

        bool IsSame(NetnsId id) => after.Has(id) && from.PlaceOf(id) == to.PlaceOf(id);

        // Where its container got another name too, the change of the namespace tells of a third name.
        string? KeyOf(NetnsId id) => IsSame(id) && (from.OwnPlaceOf(id) == before.Of(id) || from.OwnPlaceOf(id) == to.OwnPlaceOf(id)) ? to.PlaceOf(id) : null;

        // What is gone with its namespace, a diff tells under the name that its container has now.
        string NameOf(NetnsId id) => IsSame(id) ? after.Of(id) : from.PlaceOf(id);
    }

    private static Renaming Of(NetnsId id, string before, string after, HostState earlier, HostState later, string? key)
    {
        var (content, renamed) = (Content(earlier, id), Content(later, id));
        return new Renaming(
            new NameChange(ChangeEntity.Namespace, key, null, before, after),
            Told(HostDiff.Compare(content, Emptied(content, id)), before, $"(still there, in what is now {Place.InWords(after)})"),
            Told(HostDiff.Compare(Emptied(renamed, id), renamed), after, $"(there already, in what was {Place.InWords(before)})"));
    }

    // The earlier state under the names of the later one.
    private static HostState Named(Side from, Func<NetnsId, string> nameOf) => from.State with
    {
        Namespaces = [.. from.State.Namespaces.Select(n => Place.Named(n, nameOf(n.Id)))],
        Containers = [.. from.State.Containers.Select(c => c with { Name = from.NameOf(c) })],
    };

    private static ImmutableArray<Change> Told(ImmutableArray<Change> changes, string place, string remark) =>
        [.. changes.Where(c => (c.Before ?? c.After) is { } view && IsIn(view, place) && !ComesWithNamespace(view)).Select(c => c with { Summary = $"{c.Summary} {remark}" })];

    private static bool IsIn(object view, string place) => view switch
    {
        IPlacedView placed => placed.Namespace == place,
        VethPairView pair => pair.Ends.Any(e => e.Namespace == place),
        _ => false,
    };

    // As nothing tells of it where a namespace is new, or gone.
    private static bool ComesWithNamespace(object view) => view switch
    {
        LinkView link => link.Kind == LinkComparison.Loopback,
        AddressView address => AddressComparison.IsOfLoopback(address.Address),
        RuleView rule => RuleComparison.IsImplied(rule),
        SysctlView => true,
        _ => false,
    };

    // The state as far as that namespace is concerned: with the other ends of its veths, and what those are ports of.
    private static HostState Content(HostState state, NetnsId id)
    {
        var links = new Sections<Link>(state.Links, l => l.Namespace);
        var inside = links.Of(id).ToArray();
        var peers = inside.Where(l => l.IsVeth).Select(l => Find(l.Parent)).OfType<Link>().Where(l => l.Namespace != id).ToList();
        var masters = peers.Select(p => p.MasterIndex is { } master ? Find(new LinkReference(master, p.Namespace)) : null).OfType<Link>();
        return state with
        {
            Links = [.. inside.Concat(peers).Concat(masters).Distinct().OrderBy(l => l.Namespace.Value, StringComparer.Ordinal).ThenBy(l => l.Index)],
            Addresses = Inside(state.Addresses, a => a.Namespace),
            Routes = Inside(state.Routes, r => r.Namespace),
            // One of another namespace stays: by it a state shows that such details were read (Side.SawDetails).
            Rules = [.. state.Rules.Where(r => r.Namespace != id).Take(1), .. Inside(state.Rules, r => r.Namespace)],
            Neighbours = Inside(state.Neighbours, n => n.Namespace),
            Fdb = Inside(state.Fdb, e => e.Namespace),
            Sockets = Inside(state.Sockets, s => s.Namespace),
            Sysctls = Inside(state.Sysctls, s => s.Namespace),
        };

        Link? Find(LinkReference? link)
        {
            if (link is not { Namespace: { } netns, Index: var index })
                return null;
            foreach (var candidate in links.Of(netns))
            {
                if (candidate.Index == index)
                    return candidate;
            }
            return null;
        }

        ImmutableArray<T> Inside<T>(ImmutableArray<T> list, Func<T, NetnsId> netns)
            where T : class => [.. new Sections<T>(list, netns).Of(id)];
    }

    private static HostState Emptied(HostState content, NetnsId id) => content with
    {
        Links = [],
        Addresses = [],
        Routes = [],
        Rules = content.Rules.RemoveAll(r => r.Namespace == id),
        Neighbours = [],
        Fdb = [],
        Sockets = [],
        Sysctls = [],
    };
}
