using System.Collections.Immutable;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>The namespaces that are followed, by file, by the id that NetApi's own namespace has for them, and in the order of their identities.</summary>
internal sealed class NetnsRegistry
{
    private readonly Dictionary<NetnsFile, WatchedNetns> _byFile = [];
    private readonly Dictionary<int, WatchedNetns> _byNsid = [];
    // Namespaces with links that point, or once pointed, to the one with that id.
    private readonly Dictionary<int, HashSet<WatchedNetns>> _pointing = [];
    private readonly SortedDictionary<string, WatchedNetns> _byId = new(StringComparer.Ordinal);
    private ImmutableArray<WatchedNetns>? _all;

    public NetnsRegistry(WatchedNetns own)
    {
        Own = own;
        Add(own);
    }

    /// <summary>NetApi's own namespace.</summary>
    public WatchedNetns Own { get; }

    /// <summary>All of them, by id. They are walked several times for each event, and seldom come or go.</summary>
    public ImmutableArray<WatchedNetns> All => _all ??= [.. _byId.Values];

    public void Add(WatchedNetns netns)
    {
        _byFile[netns.Found.File] = netns;
        _byId[netns.Id.Value] = netns;
        _all = null;
        if (netns.Nsid is not { } nsid)
            return;
        _byNsid[nsid] = netns;
        Reassemble(nsid);
    }

    public void Remove(WatchedNetns netns)
    {
        _byFile.Remove(netns.Found.File);
        _byId.Remove(netns.Id.Value);
        _all = null;
        foreach (var pointing in _pointing.Values)
            pointing.Remove(netns);
        if (netns.Nsid is not { } nsid || _byNsid.GetValueOrDefault(nsid) != netns)
            return;
        _byNsid.Remove(nsid);
        Reassemble(nsid);
    }

    public WatchedNetns? Find(NetnsFile file) => _byFile.GetValueOrDefault(file);

    /// <summary>The namespace an event speaks of; no id means the own one.</summary>
    public WatchedNetns? Find(int? nsid) => nsid is { } id ? _byNsid.GetValueOrDefault(id) : Own;

    /// <summary>Makes links of what was read in a namespace.</summary>
    public void Assemble(WatchedNetns netns)
    {
        foreach (var nsid in netns.Content.Assemble(netns.IsOwn || netns.Nsid is not null ? Resolve : _ => null))
        {
            if (!_pointing.TryGetValue(nsid, out var pointing))
                _pointing[nsid] = pointing = [];
            pointing.Add(netns);
        }
    }

    /// <summary>Namespaces with links that point to that one, or once did.</summary>
    public IReadOnlyCollection<WatchedNetns> Pointing(WatchedNetns netns) =>
        netns.Nsid is { } nsid && _pointing.TryGetValue(nsid, out var pointing) ? pointing : [];

    private NetnsId? Resolve(int nsid) => _byNsid.TryGetValue(nsid, out var netns) ? netns.Id : null;

    // Links that point to it are to be assembled anew.
    private void Reassemble(int nsid)
    {
        foreach (var netns in _pointing.GetValueOrDefault(nsid, []))
            netns.Content.Reassemble(nsid);
    }
}
