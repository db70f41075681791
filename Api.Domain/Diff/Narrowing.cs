using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>Finds what of two states can differ at all, so that two that share nearly everything cost no more than what changed.</summary>
/// <remarks>
/// A thing whose fields, and all that its telling draws on, are the same in both states makes no change. It is left out, unless it can have
/// the key of a thing that differs: then which is which is decided by all of them together. Leaving too little out costs time alone, so
/// things are taken in by a part of their key, and everything of a namespace whose name differs.
/// </remarks>
internal sealed class Narrowing
{
    private readonly Side _from;
    private readonly Side _to;
    private readonly ListDelta<Container> _containers;
    private readonly ListDelta<Link> _linkDelta;
    private readonly TouchedLinks _links = new();
    private List<KeyValuePair<NetnsId, TouchedLinks.Inside>> _touched = [];

    private Narrowing(Side from, Side to, ListDelta<Link> links)
    {
        (_from, _to, _linkDelta) = (from, to, links);
        _containers = ListDelta.Between(from.State.Containers, to.State.Containers);
    }

    /// <summary>Both states without what cannot differ.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="links">What differs between their links.</param>
    /// <param name="onAllCores">Whether several threads take part.</param>
    public static (HostState From, HostState To) Of(Side from, Side to, ListDelta<Link> links, bool onAllCores) => new Narrowing(from, to, links).Narrow(onAllCores);

    private (HostState From, HostState To) Narrow(bool onAllCores)
    {
        var namespaces = Namespaces();
        var containers = Containers();
        var networks = Narrowed(s => s.Networks, n => n.Name);
        var links = Links();
        _touched = [.. _links.InOrder];
        var from = _from.State with { Namespaces = namespaces.From, Containers = containers.From, Networks = networks.From, Links = links.From };
        var to = _to.State with { Namespaces = namespaces.To, Containers = containers.To, Networks = networks.To, Links = links.To };
        ImmutableArray<Func<InBoth>> lists =
        [
            () => Inside(s => s.Routes, (s, routes) => s with { Routes = routes }, r => r.Namespace, r => r.Destination, IsRenamed),
            () => Inside(s => s.Addresses, (s, addresses) => s with { Addresses = addresses }, a => a.Namespace, a => a.Address, (a, inside) => inside.Has(a.LinkIndex)),
            () => Inside(s => s.Rules, (s, rules) => s with { Rules = rules }, r => r.Namespace, r => r.Priority, (_, inside) => inside.All),
            () => Inside(s => s.Fdb, (s, fdb) => s with { Fdb = fdb }, e => e.Namespace, e => e.Mac, (e, inside) => inside.Has(e.LinkIndex)),
            () => Inside(s => s.Sysctls, (s, sysctls) => s with { Sysctls = sysctls }, s => s.Namespace, _ => 0, (_, inside) => inside.All),
            // Of the link, these are told with its name alone, as routes are.
            () => Inside(s => s.Neighbours, (s, neighbours) => s with { Neighbours = neighbours }, n => n.Namespace, n => n.Address, (n, inside) => inside.HasRenamed(n.LinkIndex)),
            () => Inside(s => s.Sockets, (s, sockets) => s with { Sockets = sockets }, s => s.Namespace, s => s.Port, (s, inside) => inside.HasRenamed(s.LinkIndex)),
        ];
        foreach (var list in Parts.Do(lists, onAllCores, list => list()))
            (from, to) = list(from, to);
        return (from, to);
    }

    private (ImmutableArray<NetworkNamespace> From, ImmutableArray<NetworkNamespace> To) Namespaces()
    {
        var delta = ListDelta.Between(_from.State.Namespaces, _to.State.Namespaces);
        // A namespace is told with the names of the containers that live in it.
        var inhabitants = _containers.Removed.Concat(_containers.Added).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var touched = delta.Removed.Concat(delta.Added).Select(n => n.Id).ToHashSet();
        if (!delta.IsEmpty || _from.HasRenamed || _to.HasRenamed)
        {
            touched.UnionWith(Renamed());
            // Another one of its name tells a namespace apart, that itself is as it was.
            touched.UnionWith(_from.State.Namespaces.Select(n => n.Id).Where(id => _from.OwnPlaceOf(id) != _to.OwnPlaceOf(id)));
        }
        return touched.Count == 0 && inhabitants.Count == 0 ? ([], []) : (Those(_from), Those(_to));

        ImmutableArray<NetworkNamespace> Those(Side side) =>
            [.. side.State.Namespaces.Where(n => touched.Contains(n.Id) || n.ContainerIds.Any(inhabitants.Contains))];
    }

    // What is in a namespace is told with the namespace's name.
    private List<NetnsId> Renamed()
    {
        var renamed = new List<NetnsId>();
        foreach (var (side, other) in new[] { (_from, _to), (_to, _from) })
        {
            // The other state calls what it does not have by its id, which is nobody's name.
            renamed.AddRange(side.State.Namespaces.Select(n => n.Id).Where(id => side.PlaceOf(id) != other.PlaceOf(id)));
        }
        renamed.ForEach(_links.TouchAll);
        return renamed;
    }

    // By name, and by the ports of the host that they publish: two may publish one.
    private (ImmutableArray<Container> From, ImmutableArray<Container> To) Containers()
    {
        if (_containers.IsEmpty)
            return ([], []);
        var names = _containers.Removed.Select(_from.NameOf).Concat(_containers.Added.Select(_to.NameOf)).ToHashSet(StringComparer.Ordinal);
        var ports = new HashSet<int>();
        foreach (var container in _containers.Removed.Concat(_containers.Added))
        {
            foreach (var port in container.PublishedPorts)
                ports.Add(port.HostPort);
        }
        return (Those(_from), Those(_to));

        ImmutableArray<Container> Those(Side side) => [.. side.State.Containers.Where(c => names.Contains(side.NameOf(c)) || Publishes(c))];

        bool Publishes(Container container)
        {
            foreach (var port in container.PublishedPorts)
            {
                if (ports.Contains(port.HostPort))
                    return true;
            }
            return false;
        }
    }

    private (ImmutableArray<Link> From, ImmutableArray<Link> To) Links()
    {
        var delta = _linkDelta;
        var names = delta.Added.Select(l => (l.Namespace, l.Index, l.Name)).ToHashSet();
        var old = delta.Removed.Select(l => (l.Namespace, l.Index, l.Name)).ToHashSet();
        foreach (var link in delta.Removed)
            _links.Touch(link, isRenamed: !names.Contains((link.Namespace, link.Index, link.Name)));
        foreach (var link in delta.Added)
            _links.Touch(link, isRenamed: !old.Contains((link.Namespace, link.Index, link.Name)));
        var addresses = ListDelta.Between(_from.State.Addresses, _to.State.Addresses);
        foreach (var address in addresses.Removed.Concat(addresses.Added))
            _links.Touch(address.Namespace, address.LinkIndex);
        if (_links.IsEmpty)
            return ([], []);
        return delta.Both(_links.Spread(_from.State));
    }

    private static bool IsRenamed(Route route, TouchedLinks.Inside inside)
    {
        if (inside.HasRenamed(route.LinkIndex))
            return true;
        foreach (var hop in route.NextHops)
        {
            if (inside.HasRenamed(hop.LinkIndex))
                return true;
        }
        return false;
    }

    /// <summary>Things by a part of their key.</summary>
    private (ImmutableArray<T> From, ImmutableArray<T> To) Narrowed<T>(Func<HostState, ImmutableArray<T>> list, Func<T, string> part)
        where T : class
    {
        var delta = ListDelta.Between(list(_from.State), list(_to.State));
        if (delta.IsEmpty)
            return ([], []);
        var parts = delta.Removed.Concat(delta.Added).Select(part).ToHashSet(StringComparer.Ordinal);
        return delta.Both(list(_from.State).Where(i => parts.Contains(part(i))));
    }

    /// <summary>Things inside namespaces, by a part of their key, and those that are told with a link that was touched.</summary>
    private InBoth Inside<T, TPart>(
        Func<HostState, ImmutableArray<T>> list, Func<HostState, ImmutableArray<T>, HostState> with, Func<T, NetnsId> netns, Func<T, TPart> part, Func<T, TouchedLinks.Inside, bool> isTouched)
        where T : class
    {
        var before = list(_from.State);
        var delta = ListDelta.Between(before, list(_to.State), item => HashCode.Combine(netns(item), part(item)));
        var parts = new ByNamespace<HashSet<TPart>>();
        foreach (var item in delta.Removed.Concat(delta.Added))
            parts.Of(netns(item)).Add(part(item));
        if (parts.IsEmpty && _links.IsEmpty)
            return (from, to) => (with(from, []), with(to, []));
        // What only the later state has, was added by now: a look at the earlier one is enough.
        var sections = new Sections<T>(before, netns);
        foreach (var (id, inside) in _touched)
        {
            foreach (var item in sections.Of(id))
            {
                if (isTouched(item, inside))
                    parts.Of(id).Add(part(item));
            }
        }
        var found = new List<T>();
        foreach (var (id, wanted) in parts.InOrder)
        {
            foreach (var item in sections.Of(id))
            {
                if (wanted.Contains(part(item)))
                    found.Add(item);
            }
        }
        var both = delta.Both(found);
        return (from, to) => (with(from, both.First), with(to, both.Second));
    }

    /// <summary>Both states with what is left of one list.</summary>
    private delegate (HostState From, HostState To) InBoth(HostState from, HostState to);
}
