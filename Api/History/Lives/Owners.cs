using System.Collections.Immutable;
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
    private readonly Dictionary<NetnsId, ImmutableArray<PastThing>> _namespaces = [];
    private readonly Dictionary<NetnsId, ImmutableArray<PastThing>> _links = [];
    private readonly Dictionary<string, ImmutableArray<PastThing>> _containers = new(StringComparer.Ordinal);

    /// <summary>Whose the namespace was while the thing was in it: as it was known last, as the engine tells later than the kernel.</summary>
    public NetnsOwner Of(NetnsId id, PastThing thing)
    {
        var namespaces = Look(_namespaces, id, () => history.Find(ContentTerms.Netns(id)));
        var known = Last<NetworkNamespace>(namespaces, thing, n => n.ContainerIds.Length > 0) ?? Last<NetworkNamespace>(namespaces, thing, _ => true);
        if (known is null)
            return new NetnsOwner(id, null, null, null, null);
        var container = known.ContainerIds.IsEmpty ? null : ContainerOf(known.ContainerIds[0], thing);
        return new NetnsOwner(id, known.Kind, known.Name, known.ContainerIds.IsEmpty ? null : known.ContainerIds[0], container?.Name);
    }

    /// <summary>What the container with that id was called while the thing was there; null where that is no longer known.</summary>
    public Container? ContainerOf(string id, PastThing thing) =>
        Last<Container>(Look(_containers, id, () => history.Find(ContentTerms.ContainerId(id))), thing, _ => true);

    /// <summary>The link with that ifindex while the thing was there; null where that is no longer known.</summary>
    public Link? LinkOf(NetnsOwner owner, int index, PastThing thing)
    {
        var links = owner.Kind == NetnsKind.Host
            ? history.Find(ContentTerms.IfIndex(index))
            : Look(_links, owner.Namespace, () => history.LinksOf(owner.Namespace));
        return Last<Link>(links, thing, l => l.Index == index && l.Namespace == owner.Namespace);
    }

    // The last of those that some revision shows beside the thing. They are in the order in which they began.
    private static T? Last<T>(ImmutableArray<PastThing> things, PastThing thing, Func<T, bool> holds)
        where T : class
    {
        var (low, high) = (0, things.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = things[middle].First <= (thing.Last ?? long.MaxValue) ? (middle + 1, high) : (low, middle);
        }
        for (var i = low - 1; i >= 0; i--)
        {
            if (things[i].Item is T item && things[i].Meets(thing) && holds(item))
                return item;
        }
        return null;
    }

    private static ImmutableArray<PastThing> Look<T>(Dictionary<T, ImmutableArray<PastThing>> known, T key, Func<ImmutableArray<PastThing>> look)
        where T : notnull => known.TryGetValue(key, out var found) ? found : known[key] = look();
}
