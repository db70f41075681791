using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace NetApi.Domain.Topology;

/// <summary>Finds what belongs together in a state without walking its lists again. Belongs to one state, and is kept with it.</summary>
public sealed class HostIndex
{
    private static readonly ConditionalWeakTable<HostState, HostIndex> OfStates = [];

    private readonly Lazy<Dictionary<NetnsId, NetworkNamespace>> _namespaces;
    private readonly Lazy<Dictionary<string, Container>> _containers;
    private readonly Lazy<Dictionary<string, NetworkNamespace>> _namespaceOfContainer;
    private readonly Lazy<Dictionary<NetnsId, NamespaceSysctls>> _sysctls;
    private readonly Lazy<Dictionary<(NetnsId, int), Link>> _links;
    private readonly Lazy<Dictionary<(NetnsId, string), Link>> _linksByName;
    private readonly Lazy<ILookup<NetnsId, Link>> _linksOfNamespace;
    private readonly Lazy<ILookup<(NetnsId, int), Link>> _ports;
    private readonly Lazy<VethPairs> _pairs;
    private readonly Lazy<Orphans> _orphans;

    // Most states live for milliseconds and are asked little: each part is built when it is first needed.
    private HostIndex(HostState state)
    {
        State = state;
        Host = state.HostNamespace;
        _namespaces = new(() => First(state.Namespaces, n => n.Id, n => n));
        _containers = new(() => First(state.Containers, c => c.Id, c => c));
        _namespaceOfContainer = new(() => First(state.Namespaces.SelectMany(n => n.ContainerIds, (n, id) => (Id: id, Namespace: n)), x => x.Id, x => x.Namespace));
        _sysctls = new(() => First(state.Sysctls, s => s.Namespace, s => s));
        _links = new(() => First(state.Links, l => (l.Namespace, l.Index), l => l));
        _linksByName = new(() => First(state.Links, l => (l.Namespace, l.Name), l => l));
        _linksOfNamespace = new(() => state.Links.ToLookup(l => l.Namespace));
        _ports = new(() => state.Links.Where(l => l.MasterIndex is not null).ToLookup(l => (l.Namespace, l.MasterIndex!.Value)));
        _pairs = new(() => new VethPairs(this));
        _orphans = new(() => new Orphans(this));
    }

    /// <summary>The index of a state.</summary>
    public static HostIndex Of(HostState state) => OfStates.GetValue(state, static s => new HostIndex(s));

    /// <summary>The state.</summary>
    public HostState State { get; }

    /// <summary>The host's namespace; null where the kernel could not be read.</summary>
    public NetworkNamespace? Host { get; }

    /// <summary>Its veth pairs.</summary>
    public VethPairs Pairs => _pairs.Value;

    /// <summary>What in it is left over.</summary>
    public Orphans Orphans => _orphans.Value;

    /// <summary>The namespace with that id; null where it was not read.</summary>
    public NetworkNamespace? Namespace(NetnsId id) => _namespaces.Value.GetValueOrDefault(id);

    /// <summary>The container with that full id; null where there is none.</summary>
    public Container? Container(string id) => _containers.Value.GetValueOrDefault(id);

    /// <summary>The namespace a container lives in; null where it does not run or its namespace could not be read.</summary>
    public NetworkNamespace? NamespaceOf(string containerId) => _namespaceOfContainer.Value.GetValueOrDefault(containerId);

    /// <summary>The container whose own namespace it is, the first of several that share it; null for other namespaces.</summary>
    public Container? ContainerIn(NetnsId id) =>
        Namespace(id) is { Kind: NetnsKind.Container, ContainerIds: [var first, ..] } ? Container(first) : null;

    /// <summary>
    /// The container that a socket belongs to: the one that the process which holds it runs in, else the only one of the namespace. Null where several
    /// share the namespace and no process was found, and in the host's namespace where the process is no container's.
    /// </summary>
    public Container? OwnerOf(ListeningSocket socket)
    {
        if (Namespace(socket.Namespace) is not { } netns)
            return null;
        var containers = netns.ContainerIds.Select(Container).OfType<Container>().ToList();
        return containers.Find(c => c.Id == socket.ContainerId || (socket.Pid is { } pid && c.Pid == pid))
            ?? (netns.Kind == NetnsKind.Container && containers is [var only] ? only : null);
    }

    /// <summary>The sysctls of a namespace, by full name; null where they could not be read.</summary>
    public ImmutableSortedDictionary<string, string>? SysctlsOf(NetnsId id) => _sysctls.Value.GetValueOrDefault(id)?.Values;

    /// <summary>Links of a namespace, by ifindex.</summary>
    public IEnumerable<Link> LinksOf(NetnsId id) => _linksOfNamespace.Value[id];

    /// <summary>The link with that index; null where it was not read.</summary>
    public Link? Link(NetnsId id, int index) => _links.Value.GetValueOrDefault((id, index));

    /// <summary>The link with that name; null where it was not read.</summary>
    public Link? Link(NetnsId id, string name) => _linksByName.Value.GetValueOrDefault((id, name));

    /// <summary>The bridge or bond a link is enslaved to; null where it is not.</summary>
    public Link? MasterOf(Link link) => link.MasterIndex is { } master ? Link(link.Namespace, master) : null;

    /// <summary>Links enslaved to <paramref name="master"/>, by ifindex.</summary>
    public ImmutableArray<Link> PortsOf(Link master) => [.. _ports.Value[(master.Namespace, master.Index)].OrderBy(l => l.Index)];

    /// <summary>The engine's network that a bridge carries; null where it is none of the host's namespace, or none does.</summary>
    public Network? NetworkOf(Link bridge) =>
        bridge.Namespace == Host?.Id ? State.Networks.FirstOrDefault(n => n.BridgeName == bridge.Name) : null;

    // Of two with one key, which no consistent state has, the first.
    private static Dictionary<TKey, TValue> First<TItem, TKey, TValue>(IEnumerable<TItem> items, Func<TItem, TKey> key, Func<TItem, TValue> value)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, TValue>();
        foreach (var item in items)
            first.TryAdd(key(item), value(item));
        return first;
    }
}
