using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;

namespace NetApi.History.Lives;

/// <summary>Whose a namespace was.</summary>
/// <param name="Namespace">Its id.</param>
/// <param name="Kind">Whom it belonged to; null where that is no longer known.</param>
/// <param name="Name">What people called it: <c>host</c>, the container's name …; null where that is no longer known.</param>
/// <param name="ContainerId">Id of the container that lived in it, the first of several; null where none did.</param>
/// <param name="Container">Name of that container; null where none did.</param>
public sealed record NetnsOwner(NetnsId Namespace, NetnsKind? Kind, string? Name, string? ContainerId, string? Container);

/// <summary>Finds whose namespaces were, and what links were called.</summary>
internal sealed class Owners(HistorySession history)
{
    private readonly Dictionary<NetnsId, IReadOnlyList<PastThing>> _namespaces = [];
    private readonly Dictionary<NetnsId, IReadOnlyList<PastThing>> _links = [];
    private readonly Dictionary<string, IReadOnlyList<PastThing>> _containers = new(StringComparer.Ordinal);

    /// <summary>Whose the namespace was while the thing was in it: as it was known last, as the engine tells later than the kernel.</summary>
    public NetnsOwner Of(NetnsId id, PastThing thing)
    {
        var was = Met(Look(_namespaces, id, () => history.Find(ContentTerms.Netns(id))), thing).Select(t => (NetworkNamespace)t.Item).ToList();
        var known = was.FindLast(n => n.ContainerIds.Length > 0) ?? was.LastOrDefault();
        if (known is null)
            return new NetnsOwner(id, null, null, null, null);
        var container = known.ContainerIds.IsEmpty ? null : ContainerOf(known.ContainerIds[0], thing);
        return new NetnsOwner(id, known.Kind, known.Name, known.ContainerIds.IsEmpty ? null : known.ContainerIds[0], container?.Name);
    }

    /// <summary>What the container with that id was called while the thing was there; null where that is no longer known.</summary>
    public Container? ContainerOf(string id, PastThing thing) =>
        Met(Look(_containers, id, () => history.Find(ContentTerms.ContainerId(id))), thing).Select(t => t.Item).OfType<Container>().LastOrDefault();

    /// <summary>The link with that ifindex while the thing was there; null where that is no longer known.</summary>
    public Link? LinkOf(NetnsOwner owner, int index, PastThing thing)
    {
        var links = owner.Kind == NetnsKind.Host
            ? history.Find(ContentTerms.IfIndex(index))
            : Look(_links, owner.Namespace, () => history.LinksOf(owner.Namespace));
        return Met(links, thing).Select(t => (Link)t.Item).LastOrDefault(l => l.Index == index && l.Namespace == owner.Namespace);
    }

    private static IEnumerable<PastThing> Met(IReadOnlyList<PastThing> things, PastThing thing) => things.Where(t => t.Meets(thing));

    private static IReadOnlyList<PastThing> Look<T>(Dictionary<T, IReadOnlyList<PastThing>> known, T key, Func<IReadOnlyList<PastThing>> look)
        where T : notnull => known.TryGetValue(key, out var found) ? found : known[key] = look();
}
