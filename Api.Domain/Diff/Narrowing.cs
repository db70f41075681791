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
    private readonly TouchedLinks _links = new();

    private Narrowing(Side from, Side to) => (_from, _to) = (from, to);

    /// <summary>Both states without what cannot differ.</summary>
    public static (HostState From, HostState To) Of(Side from, Side to) => new Narrowing(from, to).Narrow();

    private (HostState From, HostState To) Narrow()
    {
        var namespaces = Namespaces();
        var containers = Containers();
        var networks = Narrowed(s => s.Networks, n => n.Name);
        var links = Links();
        var addresses = Inside(s => s.Addresses, a => a.Namespace, a => a.Address, (a, inside) => inside.Has(a.LinkIndex));
        var routes = Inside(s => s.Routes, r => r.Namespace, r => r.Destination, IsTouched);
        var rules = Inside(s => s.Rules, r => r.Namespace, r => r.Priority, (_, inside) => inside.All);
        var neighbours = Inside(s => s.Neighbours, n => n.Namespace, n => n.Address, (n, inside) => inside.Has(n.LinkIndex));
        var fdb = Inside(s => s.Fdb, e => e.Namespace, e => e.Mac, (e, inside) => inside.Has(e.LinkIndex));
        var sockets = Inside(s => s.Sockets, s => s.Namespace, s => s.Port, (s, inside) => inside.Has(s.LinkIndex));
        var sysctls = Inside(s => s.Sysctls, s => s.Namespace, _ => 0, (_, inside) => inside.All);
        return (
            _from.State with { Namespaces = namespaces.From, Containers = containers.From, Networks = networks.From, Links = links.From, Addresses = addresses.From, Routes = routes.From, Rules = rules.From, Neighbours = neighbours.From, Fdb = fdb.From, Sockets = sockets.From, Sysctls = sysctls.From },
            _to.State with { Namespaces = namespaces.To, Containers = containers.To, Networks = networks.To, Links = links.To, Addresses = addresses.To, Routes = routes.To, Rules = rules.To, Neighbours = neighbours.To, Fdb = fdb.To, Sockets = sockets.To, Sysctls = sysctls.To });
    }

    private (ImmutableArray<NetworkNamespace> From, ImmutableArray<NetworkNamespace> To) Namespaces()
    {
        var delta = ListDelta.Between(_from.State.Namespaces, _to.State.Namespaces);
        if (delta.IsEmpty && !_from.HasRenamed && !_to.HasRenamed)
            return ([], []);
        var touched = delta.Removed.Concat(delta.Added).Select(n => n.Id).ToHashSet();
        foreach (var (side, other) in new[] { (_from, _to), (_to, _from) })
        {
            foreach (var netns in side.State.Namespaces)
            {
                // The other state calls what it does not have by its id, which is nobody's name.
                if (side.PlaceOf(netns.Id) == other.PlaceOf(netns.Id))
                    continue;
                touched.Add(netns.Id);
                _links.TouchAll(netns.Id);
            }
        }
        // A namespace is told with the names of the containers that live in it.
        var containers = ListDelta.Between(_from.State.Containers, _to.State.Containers);
        var ids = containers.Removed.Concat(containers.Added).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return (Those(_from), Those(_to));

        ImmutableArray<NetworkNamespace> Those(Side side) =>
            [.. side.State.Namespaces.Where(n => touched.Contains(n.Id) || n.ContainerIds.Any(ids.Contains))];
    }

    // By name, and by the ports of the host that they publish: two may publish one.
    private (ImmutableArray<Container> From, ImmutableArray<Container> To) Containers()
    {
        var delta = ListDelta.Between(_from.State.Containers, _to.State.Containers);
        if (delta.IsEmpty)
            return ([], []);
        var names = delta.Removed.Select(_from.NameOf).Concat(delta.Added.Select(_to.NameOf)).ToHashSet(StringComparer.Ordinal);
        var ports = new HashSet<int>();
        foreach (var container in delta.Removed.Concat(delta.Added))
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
        var delta = ListDelta.Between(_from.State.Links, _to.State.Links);
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
        var (earlier, later) = _links.Spread(_from.State, _to.State);
        return ([.. earlier], [.. later]);
    }

    private static bool IsTouched(Route route, TouchedLinks.Inside inside)
    {
        if (inside.Has(route.LinkIndex))
            return true;
        foreach (var hop in route.NextHops)
        {
            if (inside.Has(hop.LinkIndex))
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
        return ([.. list(_from.State).Where(i => parts.Contains(part(i)))], [.. list(_to.State).Where(i => parts.Contains(part(i)))]);
    }

    /// <summary>Things inside namespaces, by a part of their key, and those that are told with a link that was touched.</summary>
    private (ImmutableArray<T> From, ImmutableArray<T> To) Inside<T, TPart>(
        Func<HostState, ImmutableArray<T>> list, Func<T, NetnsId> netns, Func<T, TPart> part, Func<T, TouchedLinks.Inside, bool> isTouched)
        where T : class
    {
        var (before, after) = (list(_from.State), list(_to.State));
        var delta = ListDelta.Between(before, after);
        var parts = new ByNamespace<HashSet<TPart>>();
        foreach (var item in delta.Removed.Concat(delta.Added))
            parts.Of(netns(item)).Add(part(item));
        if (!_links.IsEmpty)
        {
            AddTouched(before);
            AddTouched(after);
        }
        return parts.IsEmpty ? ([], []) : (Those(before), Those(after));

        void AddTouched(ImmutableArray<T> items)
        {
            var walk = _links.Walk();
            foreach (var item in items)
            {
                if (walk.Find(netns(item)) is { } inside && isTouched(item, inside))
                    parts.Of(netns(item)).Add(part(item));
            }
        }

        ImmutableArray<T> Those(ImmutableArray<T> items)
        {
            var found = ImmutableArray.CreateBuilder<T>();
            var walk = parts.Walk();
            foreach (var item in items)
            {
                if (walk.Find(netns(item))?.Contains(part(item)) == true)
                    found.Add(item);
            }
            return found.ToImmutable();
        }
    }
}
