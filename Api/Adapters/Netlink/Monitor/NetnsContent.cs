using System.Collections.Immutable;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;
using Route = NetApi.Domain.Topology.Route;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>What was read in a namespace, table by table. An entry that was read again and is the same stays the same object, so that a difference is found by a look at references.</summary>
internal sealed class NetnsContent(NetnsId id)
{
    private readonly SortedDictionary<int, RawLink> _raw = [];
    private readonly Dictionary<int, ImmutableArray<LinkAddress>> _addressesOf = [];
    private readonly Dictionary<int, Link> _assembled = [];
    private readonly HashSet<int> _unassembled = [];
    private readonly HashSet<(int? Nsid, int Index)> _peers = [];
    private bool _membershipChanged;
    private Dictionary<int, ValueList<PortVlan>> _vlans = [];
    private ImmutableArray<Link> _links = [];
    private ImmutableArray<LinkAddress> _addresses = [];
    private ImmutableArray<Route> _routes = [];
    private ImmutableArray<RoutingRule> _rules = [];
    private ImmutableArray<Neighbour> _neighbours = [];
    private ImmutableArray<FdbEntry> _fdb = [];
    private ImmutableArray<ListeningSocket> _sockets = [];
    private NamespaceSysctls? _sysctls;

    /// <summary>Links as they were read.</summary>
    public IReadOnlyList<RawLink> Raw => [.. _raw.Values];

    /// <summary>The link with that index, as it was read; null where there is none.</summary>
    public RawLink? Find(int index) => _raw.GetValueOrDefault(index);

    public void Replace(IEnumerable<RawLink> links)
    {
        var before = _raw.ToDictionary();
        _raw.Clear();
        foreach (var link in links)
            _raw[link.Index] = link;
        foreach (var index in before.Keys.Union(_raw.Keys))
            Note(index, before.GetValueOrDefault(index), _raw.GetValueOrDefault(index));
    }

    /// <summary>One link; null where it is gone.</summary>
    public void Replace(int index, RawLink? link)
    {
        Note(index, _raw.GetValueOrDefault(index), link);
        if (link is not null)
            _raw[index] = link;
        else
            _raw.Remove(index);
    }

    /// <summary>The other ends of veths that came, went or moved since the last call: the kernel tells nothing of them.</summary>
    public List<(int? Nsid, int Index)> TakePeers()
    {
        List<(int? Nsid, int Index)> taken = [.. _peers];
        _peers.Clear();
        return taken;
    }

    /// <summary>Whether ports joined or left bridges, or bridges began or ceased to filter VLANs, since the last call.</summary>
    public bool TakeMembershipChange()
    {
        var changed = _membershipChanged;
        _membershipChanged = false;
        return changed;
    }

    public void Replace(ImmutableArray<LinkAddress> addresses)
    {
        var byLink = addresses.ToLookup(a => a.LinkIndex);
        foreach (var index in _addressesOf.Keys.Union(byLink.Select(g => g.Key)).ToList())
            Replace(index, [.. byLink[index]]);
    }

    public void Replace(int linkIndex, ImmutableArray<LinkAddress> addresses)
    {
        var before = _addressesOf.GetValueOrDefault(linkIndex, []);
        var after = Reuse.Addresses(before, addresses);
        if (after == before)
            return;
        _unassembled.Add(linkIndex);
        if (after.IsEmpty)
            _addressesOf.Remove(linkIndex);
        else
            _addressesOf[linkIndex] = after;
    }

    public void Replace(ImmutableArray<Route> routes) => _routes = Reuse.Equal(_routes, routes);

    public void Replace(ImmutableArray<RoutingRule> rules) => _rules = Reuse.Equal(_rules, rules);

    public void Replace(ImmutableArray<Neighbour> neighbours) => _neighbours = Reuse.Equal(_neighbours, neighbours);

    public void Replace(ImmutableArray<FdbEntry> fdb) => _fdb = Reuse.Equal(_fdb, fdb);

    public void Replace(ImmutableArray<ListeningSocket> sockets) => _sockets = Reuse.Equal(_sockets, sockets);

    public void Replace(NamespaceSysctls? sysctls) => _sysctls = Equals(sysctls, _sysctls) ? _sysctls : sysctls;

    public void Replace(IReadOnlyList<RawVlans> items)
    {
        var vlans = items.GroupBy(v => v.LinkIndex).ToDictionary(g => g.Key, g => g.Last().Vlans);
        _unassembled.UnionWith(_vlans.Keys.Union(vlans.Keys).Where(i => _vlans.GetValueOrDefault(i) != vlans.GetValueOrDefault(i)));
        _vlans = vlans;
    }

    /// <summary>The namespace with that id came or went: links that point to it are assembled anew.</summary>
    public void Reassemble(int nsid) => _unassembled.UnionWith(_raw.Values.Where(l => l.ParentNsid == nsid).Select(l => l.Index));

    /// <summary>Makes links of what was read since the last call.</summary>
    /// <param name="resolve">The namespace behind an id, as NetApi's own namespace numbers them.</param>
    /// <returns>The ids that the links which were made point to.</returns>
    public IReadOnlyCollection<int> Assemble(Func<int, NetnsId?> resolve)
    {
        if (_unassembled.Count == 0)
            return [];
        var pointedTo = new HashSet<int>();
        foreach (var index in _unassembled)
        {
            if (!_raw.TryGetValue(index, out var raw))
            {
                _assembled.Remove(index);
                continue;
            }
            if (raw.ParentNsid is { } nsid)
                pointedTo.Add(nsid);
            var link = LinkAssembler.ToLink(raw, id, [.. _addressesOf.GetValueOrDefault(index, []).Select(a => a.Address)], _vlans.GetValueOrDefault(index), resolve);
            if (!link.Equals(_assembled.GetValueOrDefault(index)))
                _assembled[index] = link;
        }
        _unassembled.Clear();
        _links = Reuse.Equal(_links, [.. _raw.Keys.Select(i => _assembled[i])]);
        _addresses = Reuse.Equal(_addresses, Addresses());
        return pointedTo;
    }

    public NamespaceObservation Observe(NamespaceSighting sighting) => new()
    {
        Sighting = sighting,
        Links = _links,
        Addresses = _addresses,
        Routes = _routes,
        Rules = _rules,
        Neighbours = _neighbours,
        Fdb = _fdb,
        Sockets = _sockets,
        Sysctls = _sysctls,
    };

    private ImmutableArray<LinkAddress> Addresses()
    {
        var addresses = ImmutableArray.CreateBuilder<LinkAddress>();
        foreach (var index in _raw.Keys)
        {
            if (_addressesOf.TryGetValue(index, out var some))
                addresses.AddRange(some);
        }
        return addresses.DrainToImmutable();
    }

    // The kernel drops what it had learned of a link with it; those tables are read again only after a while.
    private void Forget(int linkIndex)
    {
        _neighbours = _neighbours.RemoveAll(n => n.LinkIndex == linkIndex);
        _fdb = _fdb.RemoveAll(e => e.LinkIndex == linkIndex);
    }

    private void Note(int index, RawLink? before, RawLink? after)
    {
        if (Equals(before, after))
            return;
        _unassembled.Add(index);
        if (after is null)
            Forget(index);
        _membershipChanged |= before?.MasterIndex != after?.MasterIndex || before?.Bridge?.VlanFiltering != after?.Bridge?.VlanFiltering;
        foreach (var link in (ReadOnlySpan<RawLink?>)[before, after])
        {
            if (link is { Kind: "veth", ParentIndex: { } peer } && (before?.ParentIndex, before?.ParentNsid) != (after?.ParentIndex, after?.ParentNsid))
                _peers.Add((link.ParentNsid, peer));
        }
    }
}
