using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>The links, of either of two states, of which something can have changed: themselves, or what is told of them.</summary>
/// <remarks>
/// A link is told with its master's name and, of a veth, with its peer; what has the same name in a namespace can have the same key. So
/// from the links that differ it spreads to their ports, to both ends of pairs, and to namesakes, until nothing is added.
/// </remarks>
internal sealed class TouchedLinks
{
    private readonly ByNamespace<Inside> _byNamespace = new();

    // Of all namespaces together: most links are told by it alone not to be the peer of one that was touched.
    private readonly HashSet<int> _indexes = [];
    private bool _isAnyWhole;
    private bool _grew;

    /// <summary>Whether nothing was touched.</summary>
    public bool IsEmpty => _byNamespace.IsEmpty;

    /// <summary>Touches everything in a namespace.</summary>
    public void TouchAll(NetnsId id) => _isAnyWhole = _byNamespace.Of(id).All = true;

    /// <summary>Touches a link that differs; where its index has another name in the other state, or none, its ports too.</summary>
    public void Touch(Link link, bool isRenamed)
    {
        Add(link);
        if (isRenamed)
            _byNamespace.Of(link.Namespace).Renamed.Add(link.Index);
    }

    /// <summary>Touches the link with that index.</summary>
    public void Touch(NetnsId id, int index)
    {
        _indexes.Add(index);
        _grew |= _byNamespace.Of(id).Indexes.Add(index);
    }

    /// <summary>What is touched in each namespace.</summary>
    public IEnumerable<KeyValuePair<NetnsId, Inside>> InOrder => _byNamespace.InOrder;

    /// <summary>Spreads, and gives the touched links of the earlier state. What only the later one has, was touched by itself.</summary>
    public List<Link> Spread(HostState earlier)
    {
        while (true)
        {
            _grew = false;
            var links = SpreadOnce(earlier);
            if (!_grew)
                return links;
        }
    }

    private List<Link> SpreadOnce(HostState state)
    {
        var touched = new List<Link>();
        var (here, there) = (_byNamespace.Walk(), _byNamespace.Walk());
        foreach (var link in state.Links)
        {
            if (here.Find(link.Namespace)?.Has(link) != true && !IsPeer(link, ref there))
                continue;
            Add(link);
            touched.Add(link);
            // A namespace may be touched now that was not when it was looked up.
            (here, there) = _grew ? (_byNamespace.Walk(), _byNamespace.Walk()) : (here, there);
        }
        return touched;
    }

    private bool IsPeer(Link link, ref ByNamespace<Inside>.Walker walk) =>
        link is { IsVeth: true, Parent: { Namespace: { } peerNamespace } peer } && (_isAnyWhole || _indexes.Contains(peer.Index)) && walk.Find(peerNamespace)?.Has(peer.Index) == true;

    private void Add(Link link)
    {
        _grew |= _byNamespace.Of(link.Namespace).Names.Add(link.Name);
        Touch(link.Namespace, link.Index);
        if (link is { IsVeth: true, Parent: { Namespace: { } peerNamespace } peer })
            Touch(peerNamespace, peer.Index);
    }

    /// <summary>What is touched in one namespace.</summary>
    internal sealed class Inside
    {
        /// <summary>Everything is, and not only what the sets hold.</summary>
        public bool All { get; set; }

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public HashSet<int> Indexes { get; } = [];

        /// <summary>Indexes that have another name in the other state, or none.</summary>
        public HashSet<int> Renamed { get; } = [];

        public bool Has(int? index) => All || (index is { } some && Indexes.Contains(some));

        /// <summary>Whether the link with that index may be called otherwise in the other state, or is not there.</summary>
        public bool HasRenamed(int? index) => All || (index is { } some && Renamed.Contains(some));

        public bool Has(Link link) => Has(link.Index) || (link.MasterIndex is { } master && Renamed.Contains(master)) || Names.Contains(link.Name);
    }
}
