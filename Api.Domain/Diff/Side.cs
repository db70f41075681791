using System.Collections.Concurrent;
using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>One of two states that are compared: how its namespaces, containers and links are named, and where it could look. Several threads may ask it.</summary>
internal sealed class Side
{
    private readonly IReadOnlyDictionary<string, string> _renamed;
    private readonly Lazy<PlaceNames> _places;
    private readonly Lazy<IReadOnlyDictionary<(NetnsId Namespace, int Index), string>> _renamedLinks;
    private readonly Lazy<HashSet<string>> _containerNames;
    private readonly ConcurrentDictionary<NetnsId, Dictionary<int, Link>> _links = [];
    private readonly Lock _gate = new();
    private readonly Lazy<Sections<Link>> _sections;
    private readonly Blindness _blindness;
    private readonly Lazy<bool> _lookedWhereTheOtherDid;

    private Side(
        HostState state,
        IReadOnlyDictionary<string, string> renamed,
        Lazy<PlaceNames> places,
        Lazy<IReadOnlyDictionary<(NetnsId Namespace, int Index), string>> renamedLinks,
        HostState other,
        IReadOnlyDictionary<string, string> otherRenamed)
    {
        State = Read = state;
        _renamed = renamed;
        _places = places;
        _renamedLinks = renamedLinks;
        _sections = new(() => new Sections<Link>(state.Links, l => l.Namespace));
        _containerNames = new(() => state.Containers.Select(NameOf).ToHashSet(StringComparer.Ordinal));
        _lookedWhereTheOtherDid = new(() => state.Gaps.Select(g => g.Scope).ToHashSet(StringComparer.Ordinal).SetEquals(other.Gaps.Select(g => g.Scope)));
        _blindness = Blindness.Of(state, renamed, PlaceOf, other, otherRenamed);
    }

    /// <summary>The whole state.</summary>
    public HostState State { get; }

    /// <summary>As much of it as has to be compared.</summary>
    public HostState Read { get; private set; }

    /// <summary>Whether some container has another name than its own here.</summary>
    public bool HasRenamed => _renamed.Count > 0;

    /// <summary>Both sides, with everything to be compared.</summary>
    public static (Side From, Side To) Of(HostState from, HostState to) => Of(from, to, DeltaOf(from.Links, to.Links), knowsLinks: true);

    /// <summary>Both sides, with only that to be compared which can differ.</summary>
    /// <param name="from">The earlier state.</param>
    /// <param name="to">The later one.</param>
    /// <param name="knowsLinks">Whether a link that was renamed is the same; else it is another one.</param>
    /// <param name="onAllCores">Whether several threads take part.</param>
    public static (Side From, Side To) Narrowed(HostState from, HostState to, bool knowsLinks = true, bool onAllCores = false)
    {
        var links = DeltaOf(from.Links, to.Links);
        var (earlier, later) = Of(from, to, links, knowsLinks);
        (earlier.Read, later.Read) = Narrowing.Of(earlier, later, links, onAllCores);
        return (earlier, later);
    }

    /// <summary>Name of a container, the same in both states.</summary>
    public string NameOf(Container container) => _renamed.GetValueOrDefault(container.Name, container.Name);

    /// <summary>Name of the namespace a link is in.</summary>
    public string PlaceOf(NetnsId id) => _places.Value.Of(id);

    /// <summary>Name that the state has for the namespace by itself: where it differs from that of the other state, the namespace was renamed.</summary>
    public string OwnPlaceOf(NetnsId id) => _places.Value.OwnOf(id);

    public bool HasPlace(string place) => _places.Value.Has(place);

    /// <summary>The link with that index; null where it was not read.</summary>
    public Link? FindLink(NetnsId id, int index) => _links.GetOrAdd(id, static (id, side) => side.LinksOf(id), this).GetValueOrDefault(index);

    /// <summary>Name of a link, the same in both states.</summary>
    public string NameOf(Link link) => _renamedLinks.Value.Count == 0 ? link.Name : _renamedLinks.Value.GetValueOrDefault((link.Namespace, link.Index), link.Name);

    /// <summary>Name of the link with that index, the same in both states, or <c>if</c> and the index.</summary>
    public string LinkNameOrIndex(NetnsId id, int index) => FindLink(id, index) is { } link ? NameOf(link) : $"if{index}";

    /// <summary>Links that have another name than their own here, in order.</summary>
    public IEnumerable<(NetnsId Namespace, int Index)> RenamedLinks =>
        _renamedLinks.Value.Keys.OrderBy(l => l.Namespace.Value, StringComparer.Ordinal).ThenBy(l => l.Index);

    /// <summary>Whether both states could look at the same, so that what only one of them shows is a difference.</summary>
    public bool LookedWhereTheOtherDid => _lookedWhereTheOtherDid.Value;

    /// <summary>Whether the engine was read.</summary>
    public bool SawEngine => !_blindness.Engine;

    /// <summary>Whether more was read of the kernel than links and the host's routes; states that earlier versions kept have no more. No namespace is without rules.</summary>
    public bool SawDetails => !State.Rules.IsEmpty;

    /// <summary>Whether the container of that name was read, or certainly is not there.</summary>
    public bool SawContainer(string name) =>
        SawEngine && (!(_blindness.AnyContainer || _blindness.Containers.Contains(name)) || _containerNames.Value.Contains(name));

    /// <summary>Whether the namespace was read in one piece, or certainly is not there.</summary>
    public bool SawPlace(string place)
    {
        if (_blindness.Kernel || _blindness.Places.Contains(place))
            return false;
        if (HasPlace(place))
            return true;
        if (_blindness.AnyPlace)
            return false;
        return Place.ContainerOf(place) is { } container
            ? SawContainer(container)
            : place.Split(':')[0] switch
            {
                "overlay" or "loadBalancer" => SawEngine,
                "process" => !_blindness.Processes,
                _ => true,
            };
    }

    private static (Side From, Side To) Of(HostState from, HostState to, ListDelta<Link> links, bool knowsLinks)
    {
        var (fromRenamed, toRenamed) = ContainerNames.Renamed(from, to);
        Side? earlier = null;
        Side? later = null;
        var places = new Lazy<(PlaceNames From, PlaceNames To)>(() => Place.Names(from, fromRenamed, to, toRenamed));
        var linkNames = new Lazy<(IReadOnlyDictionary<(NetnsId Namespace, int Index), string> From, IReadOnlyDictionary<(NetnsId Namespace, int Index), string> To)>(() =>
            knowsLinks ? LinkNames.Renamed(from, to, links, id => places.Value.From.Of(id) == places.Value.To.Of(id), (l => earlier!.PeerOf(l), l => later!.PeerOf(l))) : (LinkNames.None, LinkNames.None));
        earlier = new Side(from, fromRenamed, new(() => places.Value.From), new(() => linkNames.Value.From), to, toRenamed);
        later = new Side(to, toRenamed, new(() => places.Value.To), new(() => linkNames.Value.To), from, fromRenamed);
        return (earlier, later);
    }

    private static ListDelta<Link> DeltaOf(ImmutableArray<Link> from, ImmutableArray<Link> to) => ListDelta.Between(from, to, l => HashCode.Combine(l.Namespace, l.Index));

    private Dictionary<int, Link> LinksOf(NetnsId id)
    {
        var links = new Dictionary<int, Link>();
        lock (_gate)
        {
            foreach (var link in _sections.Value.Of(id))
                links.TryAdd(link.Index, link);
        }
        return links;
    }

    // The other end of a veth, where each names the other.
    private Link? PeerOf(Link veth) =>
        veth.Parent is { Namespace: { } netns } peer && FindLink(netns, peer.Index) is { IsVeth: true } end && end.Parent == new LinkReference(veth.Index, veth.Namespace) ? end : null;
}
