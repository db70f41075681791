using System.Collections.Immutable;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>The sockets of one namespace, and who holds them.</summary>
internal sealed class NamedSockets(Func<IReadOnlySet<ulong>, IEnumerable<int>?, SocketOwners> find, Func<SocketOwner, ulong, bool> holds)
{
    // Sockets of the kernel's own, and of processes that are hidden, have no holder however often it is looked for.
    private const int MostPatience = 64;

    private Dictionary<ulong, SocketOwner?> _owners = [];
    private NamespaceObservation? _read;
    private NamespaceObservation? _shown;
    private int _patience = 1;
    private int _passedOver;

    /// <summary>Says that descriptors could not be read, where a socket has no holder for it.</summary>
    public ImmutableArray<Gap> Gaps { get; private set; } = [];

    /// <summary>The namespace with a process at each socket whose holder can be found.</summary>
    public NamespaceObservation Name(NamespaceObservation read)
    {
        if (ReferenceEquals(read, _read))
            return _shown!;
        var haveProcessesChanged = _read is null || read.Sighting.Pids != _read.Sighting.Pids;
        var isStale = haveProcessesChanged || read.Sockets != _read!.Sockets;
        if (isStale)
            FindOwners(read, haveProcessesChanged);
        _shown = read with { Sockets = isStale ? Shown(read.Sockets) : _shown!.Sockets };
        _read = read;
        return _shown;
    }

    private void FindOwners(NamespaceObservation read, bool haveProcessesChanged)
    {
        var owners = new Dictionary<ulong, SocketOwner?>(read.Sockets.Length);
        var isSure = true;
        foreach (var inode in read.Sockets.Select(s => s.Inode))
        {
            var isKnown = _owners.TryGetValue(inode, out var owner);
            if (owner is not null && haveProcessesChanged && !holds(owner, inode))
                (isKnown, owner) = (false, null);
            owners[inode] = owner;
            isSure &= isKnown;
        }
        _owners = owners;
        var missing = owners.Where(o => o.Value is null).Select(o => o.Key).ToHashSet();
        if (missing.Count == 0)
            Gaps = [];
        else if (!isSure || (haveProcessesChanged && ++_passedOver >= _patience))
            Search(read.Sighting, missing, isRepeated: isSure);
    }

    private void Search(NamespaceSighting netns, HashSet<ulong> missing, bool isRepeated)
    {
        var found = find(missing, netns.IsOwn ? null : netns.Pids);
        foreach (var inode in missing)
            _owners[inode] = found.Of(inode);
        Gaps = found.Gaps;
        _patience = isRepeated ? Math.Min(2 * _patience, MostPatience) : 1;
        _passedOver = 0;
    }

    // Records of sockets that were named before stay the same objects.
    private ImmutableArray<ListeningSocket> Shown(ImmutableArray<ListeningSocket> sockets)
    {
        var before = _shown is null ? [] : _shown.Sockets.DistinctBy(s => s.Inode).ToDictionary(s => s.Inode);
        var shown = sockets.Select(s =>
        {
            var named = _owners[s.Inode] is { } owner ? s with { Pid = owner.Pid, Process = owner.Name, ContainerId = owner.ContainerId } : s;
            return before.GetValueOrDefault(s.Inode) is { } same && named == same ? same : named;
        }).ToImmutableArray();
        return _shown is not null && shown.AsSpan().SequenceEqual(_shown.Sockets.AsSpan(), ReferenceEqualityComparer.Instance) ? _shown.Sockets : shown;
    }
}
