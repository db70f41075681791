using System.Diagnostics;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Adapters.Netlink.SockDiag;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Reads the stale tables of namespaces, on the thread that made it, which it leaves in its own namespace.</summary>
/// <remarks>
/// Links and addresses of other namespaces are read from outside (<c>IFLA_TARGET_NETNSID</c>), so that every id in them is of one frame;
/// the other tables need a socket that was opened inside.
/// </remarks>
internal sealed class NetnsReader : IDisposable
{
    // Above this many single links one dump is cheaper.
    private const int MostSingleLinks = 64;

    private const Tables FromOutside = Tables.Links | Tables.Addresses;

    private readonly NetnsHandle _own = NetnsHandle.OfCurrentThread();
    private readonly RouteSocket _outside = RouteSocket.Open();
    private readonly SockDiagSocket _ownSockets = SockDiagSocket.Open();
    private readonly NetnsProcfs _procfs = new();
    private readonly Guid _bootId;

    public NetnsReader(Guid bootId) => _bootId = bootId;

    /// <summary>The own namespace, ready to be followed.</summary>
    public WatchedNetns OpenOwn()
    {
        var cookie = _outside.NetnsCookie();
        var own = new WatchedNetns(new FoundNetns(_own.File), IdOf(cookie, _own), cookie, NsidOf(_own), isOwn: true);
        own.Sockets.Changed();
        return own;
    }

    /// <summary>Opens a namespace that was found, reads all of it, and leaves it. Null without a refusal: it is gone.</summary>
    /// <exception cref="NetlinkException">It could not be entered.</exception>
    public WatchedNetns? Open(FoundNetns found, out NetlinkException? refusal)
    {
        using var handle = found.Open(out var openedBy, out refusal);
        if (handle is null)
            return null;
        // Before the first reading: from here on its events are heard, so that nothing falls in between.
        var nsid = NsidOf(handle);
        return Inside(handle, socket =>
        {
            var cookie = socket.NetnsCookie();
            var netns = new WatchedNetns(found, IdOf(cookie, handle), cookie, nsid, isOwn: false) { OpenedBy = openedBy };
            netns.Sockets.Changed();
            ReadOutside(netns, Tables.All);
            ReadInside(netns, socket, Tables.All);
            return netns;
        });
    }

    /// <summary>Reads what is stale and due; false where the namespace is gone.</summary>
    /// <param name="netns">The namespace.</param>
    /// <param name="due">Tables to read.</param>
    public bool Read(WatchedNetns netns, Tables due)
    {
        try
        {
            due |= ReadOutside(netns, due);
            var rest = netns.IsOwn || netns.Nsid is not null ? due & ~FromOutside : due;
            if (rest == Tables.None)
            {
                netns.Failure = netns.IsStale ? netns.Failure : null;
                return true;
            }
            if (netns.IsOwn)
            {
                _procfs.MoveOn();
                ReadInside(netns, _outside, rest);
            }
            else
            {
                using var handle = netns.Found.Open(out _, out var refusal);
                if (handle is null && refusal is null)
                    return false;
                Inside(handle ?? throw refusal!, socket =>
                {
                    ReadInside(netns, socket, rest);
                    return true;
                });
            }
            netns.Failure = null;
        }
        catch (NetlinkException e) when (e.Errno is LinuxErrno.EINVAL or LinuxErrno.ENODEV && !netns.IsOwn)
        {
            // The id leads nowhere any more.
            return false;
        }
        catch (NetlinkException e)
        {
            netns.Failed(due, NamespaceGap.Unreadable($"{netns.Id}", e));
        }
        catch (NetlinkFormatException e)
        {
            netns.Failed(due, NamespaceGap.Unreadable($"{netns.Id}", e));
        }
        return true;
    }

    public void Dispose()
    {
        _procfs.Dispose();
        _ownSockets.Dispose();
        _outside.Dispose();
        _own.Dispose();
    }

    // Returns what is to be read besides, as the links tell.
    private Tables ReadOutside(WatchedNetns netns, Tables due)
    {
        if (!netns.IsOwn && netns.Nsid is null)
            return Tables.None;
        var target = netns.IsOwn ? null : netns.Nsid;
        if (netns.StaleLinks.Count > MostSingleLinks)
            due |= Tables.Links;
        if (netns.StaleAddresses.Count > MostSingleLinks)
            due |= Tables.Addresses;
        if ((due & Tables.Links) != 0)
        {
            Take(netns, Tables.Links, () => _outside.DumpLinks(target), dump => netns.Content.Replace(dump.Items));
            netns.StaleLinks.Clear();
        }
        if ((due & Tables.Addresses) != 0)
        {
            Take(netns, Tables.Addresses, () => _outside.DumpAddresses(netns.Id, null, target), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Addresses)));
            netns.StaleAddresses.Clear();
        }
        foreach (var index in netns.StaleLinks)
            netns.Content.Replace(index, _outside.GetLink(index, target));
        netns.StaleLinks.Clear();
        foreach (var index in netns.StaleAddresses)
        {
            var dump = _outside.DumpAddresses(netns.Id, index, target);
            if (dump.IsInterrupted)
                netns.Mark(Tables.Addresses);
            netns.Content.Replace(index, KernelOrder.Arrange(dump, KernelOrder.Addresses));
        }
        netns.StaleAddresses.Clear();
        return netns.Content.TakeMembershipChange() ? Tables.Vlans : Tables.None;
    }

    private void ReadInside(WatchedNetns netns, RouteSocket socket, Tables due)
    {
        if (!netns.IsOwn && netns.Nsid is null)
        {
            Take(netns, due & Tables.Links, () => socket.DumpLinks(), dump => netns.Content.Replace(dump.Items));
            Take(netns, due & Tables.Addresses, () => socket.DumpAddresses(netns.Id), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Addresses)));
        }
        Take(netns, due & Tables.Routes, () => socket.DumpRoutes(netns.Id), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Routes)));
        Take(netns, due & Tables.Rules, () => socket.DumpRules(netns.Id), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Rules)));
        Take(netns, due & Tables.Neighbours, () => socket.DumpNeighbours(netns.Id), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Neighbours)));
        Take(netns, due & Tables.Fdb, () => socket.DumpFdb(netns.Id), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Fdb)));
        Take(netns, due & Tables.Vlans, () => FilteredVlans.Read(socket, netns.Content.Raw), dump => netns.Content.Replace(dump.Items));
        if ((due & Tables.Sysctls) != 0)
        {
            var start = Stopwatch.GetTimestamp();
            var (sysctls, isInterrupted) = ForwardingSysctls.Read(netns.Id, _procfs, socket, netns.Content.Raw);
            netns.Content.Replace(sysctls);
            netns.Read(Tables.Sysctls, start, isInterrupted);
        }
        if ((due & Tables.Sockets) != 0)
            ReadSockets(netns);
    }

    // A kernel may be built without INET_DIAG; all the rest is worth reading nevertheless.
    private void ReadSockets(WatchedNetns netns)
    {
        netns.Sockets.Read();
        try
        {
            using var opened = netns.IsOwn ? null : SockDiagSocket.Open();
            Take(netns, Tables.Sockets, () => (opened ?? _ownSockets).DumpListeners(netns.Id, SocketCounts.Read(_procfs)), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Sockets)));
            netns.SocketFailure = null;
        }
        catch (NetlinkException e)
        {
            netns.Read(Tables.Sockets, Stopwatch.GetTimestamp(), interrupted: false);
            netns.SocketFailure = NamespaceGap.SocketsUnreadable(netns.Id, e);
        }
    }

    private static void Take<T>(WatchedNetns netns, Tables table, Func<Dump<T>> read, Action<Dump<T>> replace)
    {
        if (table == Tables.None)
            return;
        var start = Stopwatch.GetTimestamp();
        var dump = read();
        replace(dump);
        netns.Read(table, start, dump.IsInterrupted);
    }

    private T Inside<T>(NetnsHandle handle, Func<RouteSocket, T> read)
    {
        Enter(handle);
        try
        {
            _procfs.MoveOn();
            using var socket = RouteSocket.Open();
            return read(socket);
        }
        finally
        {
            Enter(_own);
        }
    }

    private static void Enter(NetnsHandle netns)
    {
        if (Libc.setns(netns.Fd, LinuxSched.CLONE_NEWNET) < 0)
            throw NetlinkException.OfLastError($"setns net:[{netns.Inode}]");
    }

    // Without CAP_NET_ADMIN no id is assigned: the namespace is read, its events are not heard.
    private int? NsidOf(NetnsHandle handle)
    {
        try
        {
            return _outside.AssignNsid(handle);
        }
        catch (NetlinkException e) when (e.IsPermission)
        {
            return null;
        }
    }

    private NetnsId IdOf(ulong? cookie, NetnsHandle handle) =>
        cookie is { } unique ? NetnsId.FromCookie(_bootId, unique) : NetnsId.FromInode(_bootId, handle.Inode);
}
