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

    /// <summary>Reads it; returns a gap where that failed. It cannot vanish meanwhile, as it is held open.</summary>
    public Gap? Read(IEnumerable<NetnsHandle> others)
    {
        try
        {
            Reading = _isOwn
                ? NamespaceReading.Take(others, withRoutes: true)
                : NetnsEntry.Run(Handle, () => NamespaceReading.Take(others, withRoutes: false));
            return null;
        }
        catch (NetlinkException e)
        {
            return NamespaceGap.Unreadable($"{Handle.Inode}", e);
        }
        catch (NetlinkFormatException e)
        {
            return NamespaceGap.Unreadable($"{Handle.Inode}", e);
        }
    }

    public NamespaceSighting ToSighting(NetnsId id) => new()
    {
        Id = id,
        Inode = Handle.Inode,
        Cookie = Reading?.Cookie,
        IsOwn = _isOwn,
        Paths = [.. _paths],
        Pids = [.. _pids],
        ProcessName = _pids.Count > 0 ? ProcessNamespaces.NameOf(_pids.Min) : null,
    };

    public void Dispose() => Handle.Dispose();
}
