using System.Collections.Immutable;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Names the processes that hold the host's listening sockets. Descriptors of all processes are looked at only where a socket is new.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class SocketHolders
{
    private readonly Func<HashSet<ulong>, SocketOwners> _find;
    private Dictionary<ulong, SocketOwner?> _known = [];
    private NamespaceObservation? _own;
    private NamespaceObservation? _named;
    private ImmutableArray<Gap> _gaps = [];

    /// <summary>Names them by what <c>/proc/PID/fd</c> shows.</summary>
    public SocketHolders()
        : this(SocketOwners.Find)
    {
    }

    internal SocketHolders(Func<HashSet<ulong>, SocketOwners> find) => _find = find;

    /// <summary>The observation, with a process at each listening socket of the host whose holder can be found, and a gap where descriptors could not be read.</summary>
    public KernelObservation Name(KernelObservation kernel)
    {
        if (kernel.Namespaces.FirstOrDefault(n => n.Sighting.IsOwn) is not { } own)
            return kernel;
        if (!ReferenceEquals(own, _own))
        {
            // Records of sockets that were named before stay the same objects.
            if (_own is null || own.Sockets != _own.Sockets)
                _named = own with { Sockets = Name(own.Sockets) };
            else
                _named = own with { Sockets = _named!.Sockets };
            _own = own;
        }
        return kernel with { Namespaces = kernel.Namespaces.Replace(own, _named!), Gaps = [.. kernel.Gaps, .. _gaps] };
    }

    private ImmutableArray<ListeningSocket> Name(ImmutableArray<ListeningSocket> sockets)
    {
        var unknown = sockets.Select(s => s.Inode).Where(i => !_known.ContainsKey(i)).ToHashSet();
        if (unknown.Count > 0)
        {
            var found = _find(unknown);
            _gaps = found.Gaps;
            foreach (var inode in unknown)
                _known[inode] = found.Of(inode);
        }
        _known = sockets.DistinctBy(s => s.Inode).ToDictionary(s => s.Inode, s => _known[s.Inode]);
        var before = _named is null ? [] : _named.Sockets.DistinctBy(s => s.Inode).ToDictionary(s => s.Inode);
        return
        [
            .. sockets.Select(s =>
            {
                var named = _known[s.Inode] is { } owner ? s with { Pid = owner.Pid, Process = owner.Name } : s;
                return named.Equals(before.GetValueOrDefault(s.Inode)) ? before[s.Inode] : named;
            }),
        ];
    }
}
