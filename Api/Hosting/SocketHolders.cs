using System.Collections.Immutable;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Names the processes that hold listening sockets: of the host's namespace among all, of others among those that are in them.</summary>
/// <remarks>
/// Looking at the descriptors of all processes is dear. It is done where a socket is new, and where a holder does not hold it any longer, as after a
/// server was replaced in flight. That is looked at when processes came or went, which the kernel's reader finds out at leisure.
/// Not thread-safe.
/// </remarks>
public sealed class SocketHolders
{
    private readonly Func<IReadOnlySet<ulong>, IEnumerable<int>?, SocketOwners> _find;
    private readonly Func<SocketOwner, ulong, bool> _holds;
    private readonly Dictionary<NetnsId, NamedSockets> _known = [];

    /// <summary>Names them by what <c>/proc/PID/fd</c> shows.</summary>
    public SocketHolders()
        : this(SocketOwners.Find, (owner, inode) => owner.Holds(inode))
    {
    }

    internal SocketHolders(Func<IReadOnlySet<ulong>, IEnumerable<int>?, SocketOwners> find, Func<SocketOwner, ulong, bool> holds) => (_find, _holds) = (find, holds);

    /// <summary>The observation, with a process at each listening socket whose holder can be found, and a gap where descriptors could not be read.</summary>
    /// <remarks>What did not change since the call before stays the same object.</remarks>
    public KernelObservation Name(KernelObservation kernel)
    {
        var shown = ImmutableArray.CreateBuilder<NamespaceObservation>(kernel.Namespaces.Length);
        ImmutableArray<Gap> gaps = [];
        foreach (var netns in kernel.Namespaces)
        {
            if (netns.Sockets.IsEmpty)
            {
                shown.Add(netns);
                continue;
            }
            if (!_known.TryGetValue(netns.Sighting.Id, out var named))
                _known.Add(netns.Sighting.Id, named = new NamedSockets(_find, _holds));
            shown.Add(named.Name(netns));
            if (gaps.IsEmpty)
                gaps = named.Gaps;
        }
        Forget(kernel);
        return new KernelObservation(shown.MoveToImmutable(), gaps.IsEmpty ? kernel.Gaps : [.. kernel.Gaps, .. gaps]);
    }

    private void Forget(KernelObservation kernel)
    {
        if (_known.Count <= kernel.Namespaces.Length)
            return;
        var alive = kernel.Namespaces.Select(n => n.Sighting.Id).ToHashSet();
        foreach (var id in _known.Keys.Where(id => !alive.Contains(id)).ToList())
            _known.Remove(id);
    }
}
