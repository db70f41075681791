using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>The veth pairs of a state, found by either end, with the containers behind them.</summary>
public sealed class VethPairs
{
    private readonly Dictionary<(NetnsId, int), VethPair> _byEnd = [];
    private readonly Dictionary<(NetnsId, int), Link> _links;
    private readonly Dictionary<NetnsId, NetworkNamespace> _namespaces;
    private readonly Dictionary<string, Container> _containers;

    /// <summary>Pairs the veth links of <paramref name="state"/>.</summary>
    public VethPairs(HostState state)
    {
        _links = state.Links.DistinctBy(l => (l.Namespace, l.Index)).ToDictionary(l => (l.Namespace, l.Index));
        _namespaces = state.Namespaces.ToDictionary(n => n.Id);
        _containers = state.Containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        All = VethPairing.Pair(state);
        foreach (var pair in All)
        {
            _byEnd[(pair.First.Namespace, pair.First.Index)] = pair;
            if (pair.Second is { } second)
                _byEnd[(second.Namespace, second.Index)] = pair;
        }
    }

    /// <summary>Every pair.</summary>
    public ImmutableArray<VethPair> All { get; }

    /// <summary>The pair that <paramref name="end"/> is an end of; null where it is no veth.</summary>
    public VethPair? Of(Link end) => _byEnd.GetValueOrDefault((end.Namespace, end.Index));

    /// <summary>The namespace a link is in; null where it was not read.</summary>
    public NetworkNamespace? NamespaceOf(Link link) => _namespaces.GetValueOrDefault(link.Namespace);

    /// <summary>The container that has the other end of <paramref name="hostEnd"/>; null where that end is in no container.</summary>
    public Container? ContainerBehind(Link hostEnd) =>
        Of(hostEnd)?.Other(hostEnd) is { } inner ? ContainerIn(inner) : null;

    /// <summary>The container whose namespace <paramref name="link"/> is in; null where it is in none, or in the host's.</summary>
    public Container? ContainerIn(Link link) =>
        NamespaceOf(link) is { Kind: NetnsKind.Container, ContainerIds: [var id, ..] } ? _containers.GetValueOrDefault(id) : null;

    /// <summary>The bridge or bond a link is enslaved to; null where it is not.</summary>
    public Link? MasterOf(Link link) => link.MasterIndex is { } master ? _links.GetValueOrDefault((link.Namespace, master)) : null;
}
