using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>A namespace held open for one observation, and what was read in it.</summary>
internal sealed class NetnsVisit : IDisposable
{
    private readonly bool _isOwn;
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _pids = [];

    private NetnsVisit(NetnsHandle handle, bool isOwn)
    {
        Handle = handle;
        _isOwn = isOwn;
    }

    public NetnsHandle Handle { get; }

    /// <summary>What was read; null where it was not.</summary>
    public NamespaceReading? Reading { get; private set; }

    public static NetnsVisit Own() => new(NetnsHandle.OfCurrentThread(), isOwn: true);

    public static NetnsVisit Other(NetnsHandle handle, FoundNetns found, string openedBy)
    {
        var visit = new NetnsVisit(handle, isOwn: false);
        visit.Merge(found);
        visit._paths.Add(openedBy);
        return visit;
    }

    /// <summary>Takes over the names it was found under.</summary>
    public void Merge(FoundNetns found)
    {
        _paths.UnionWith(found.Paths);
        _pids.UnionWith(found.Pids);
    }

    /// <summary>Reads it on the calling thread, which is taken into it. It cannot vanish meanwhile, as it is held open.</summary>
    /// <param name="bootId">Of which its identity is made.</param>
    /// <param name="peers">Namespaces that its links may point to.</param>
    /// <param name="procfs">Shows its sysctls.</param>
    /// <param name="gaps">Takes what could not be read.</param>
    public void Read(Guid bootId, PeerNamespaces peers, NetnsProcfs procfs, List<Gap> gaps)
    {
        try
        {
            // The host is the first to be visited, and the thread begins there: that needs no right.
            if (!_isOwn)
                NetnsEntry.Enter(Handle);
            Reading = NamespaceReading.Take(Handle, bootId, peers, procfs);
            if (Reading.IsInterrupted)
                gaps.Add(NamespaceGap.Interrupted(Reading.Id));
            if (Reading.SocketRefusal is { } refusal)
                gaps.Add(NamespaceGap.SocketsUnreadable(Reading.Id, refusal));
        }
        catch (NetlinkException e)
        {
            gaps.Add(NamespaceGap.Unreadable($"{Handle.Inode}", e));
        }
        catch (NetlinkFormatException e)
        {
            gaps.Add(NamespaceGap.Unreadable($"{Handle.Inode}", e));
        }
    }

    public void Dispose() => Handle.Dispose();

    /// <summary>What was read, once every namespace that could be has its identity.</summary>
    public NamespaceObservation ToObservation(IReadOnlyDictionary<NetnsFile, NetnsId> ids) => new()
    {
        Sighting = ToSighting(Reading!),
        Links = LinkAssembler.Assemble(Reading!, ids),
        Addresses = Reading!.Addresses,
        Routes = Reading.Routes,
        Rules = Reading.Rules,
        Neighbours = Reading.Neighbours,
        Fdb = Reading.Fdb,
        Sockets = Reading.Sockets,
        Sysctls = Reading.Sysctls,
    };

    private NamespaceSighting ToSighting(NamespaceReading reading) => new()
    {
        Id = reading.Id,
        Inode = Handle.Inode,
        Cookie = reading.Cookie,
        IsOwn = _isOwn,
        Paths = [.. _paths],
        Pids = [.. _pids],
        ProcessName = _pids.Count > 0 ? ProcessNamespaces.NameOf(_pids.Min) : null,
    };
}
