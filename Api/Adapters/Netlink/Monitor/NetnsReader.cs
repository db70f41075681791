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
    private readonly NetnsProcfs _procfs = new();
    private readonly Guid _bootId;
    private RouteSocket _outside = RouteSocket.Open();
    private SockDiagSocket _ownSockets = SockDiagSocket.Open();
    private bool _hasSctp = true;

    public NetnsReader(Guid bootId) => _bootId = bootId;

    /// <summary>One for the calling thread, which must be in the same namespace.</summary>
    public NetnsReader Another() => new(_bootId);

    /// <summary>The own namespace, ready to be followed.</summary>
    public WatchedNetns OpenOwn()
    {
        var cookie = _outside.NetnsCookie();
        var own = new WatchedNetns(new FoundNetns(_own.File), IdOf(cookie, _own), cookie, NsidOf(_own), isOwn: true);
        own.Looks.Started(Stopwatch.GetTimestamp());
        return own;
    }

    /// <summary>Opens a namespace that was found, reads all of it, and leaves it. Null without a refusal: it is gone.</summary>
    /// <exception cref="NetlinkException">It could not be entered.</exception>
    /// <exception cref="NetlinkFormatException">The kernel's answer is malformed.</exception>
    public WatchedNetns? Open(FoundNetns found, out NetlinkException? refusal)
    {
        using var handle = found.Open(out refusal);
        if (handle is null)
            return null;
        try
        {
            // Before the first reading: from here on its events are heard, so that nothing falls in between.
            var nsid = NsidOf(handle);
            return Inside(handle, socket =>
            {
                var cookie = socket.NetnsCookie();
                var netns = new WatchedNetns(found, IdOf(cookie, handle), cookie, nsid, isOwn: false);
                netns.Looks.Started(Stopwatch.GetTimestamp());
                ReadOutside(netns, Tables.All);
                ReadInside(netns, socket, Tables.All);
                return netns;
            });
        }
        catch (Exception e) when (e is NetlinkException or NetlinkFormatException)
        {
            Reopen();
            throw;
        }
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
                using var handle = netns.Found.Open(out var refusal);
                if (handle is null && refusal is null)
                    return false;
                if (!Inside(handle ?? throw refusal!, socket => TryReadInside(netns, socket, rest)))
                    return false;
            }
            netns.Failure = null;
        }
        catch (NetlinkException e) when (e.Errno is LinuxErrno.EINVAL or LinuxErrno.ENODEV && !netns.IsOwn)
        {
            // The id leads nowhere any more.
            return false;
        }
        catch (Exception e) when (e is NetlinkException or NetlinkFormatException)
        {
            Reopen();
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

    // The rest of an answer that failed in the middle is still on its way, and the kernel refuses the next dump until it is taken (EBUSY).
    private void Reopen()
    {
        _outside.Dispose();
        _outside = RouteSocket.Open();
        _ownSockets.Dispose();
        _ownSockets = SockDiagSocket.Open();
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

    // A file's inode is used again after its namespace died; the cookie is not.
    private bool TryReadInside(WatchedNetns netns, RouteSocket socket, Tables due)
    {
        if (socket.NetnsCookie() != netns.Cookie)
            return false;
        ReadInside(netns, socket, due);
        return true;
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
        netns.Looks.Looked(Stopwatch.GetTimestamp());
        try
        {
            Take(netns, Tables.Sockets, () => DumpListeners(netns), dump => netns.Content.Replace(KernelOrder.Arrange(dump, KernelOrder.Sockets)));
            netns.SocketFailure = null;
        }
        catch (NetlinkException e)
        {
            netns.Read(Tables.Sockets, Stopwatch.GetTimestamp(), interrupted: false);
            netns.SocketFailure = NamespaceGap.SocketsUnreadable(netns.Id, e);
            if (netns.IsOwn)
                Reopen();
        }
    }

    private Dump<ListeningSocket> DumpListeners(WatchedNetns netns)
    {
        var counts = SocketCounts.Read(_procfs);
        // Many containers have none; and a module that is loaded later is seen in the own namespace, which is asked each time.
        if (!netns.IsOwn && counts.AreNone && !_hasSctp)
            return new Dump<ListeningSocket>([], false);
        using var opened = netns.IsOwn ? null : SockDiagSocket.Open();
        var socket = opened ?? _ownSockets;
        var dump = socket.DumpListeners(netns.Id, counts);
        _hasSctp = socket.HasSctp;
        return dump;
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
        // Before: it gives the pool work, and a thread that the pool starts then is born in the namespace of whoever gave it.
        _procfs.MoveOn();
        NetnsEntry.Enter(handle);
        try
        {
            using var socket = RouteSocket.Open();
            return read(socket);
        }
        finally
        {
            Return();
        }
    }

    // Whatever the thread did next, it would do in the wrong namespace: no failure of the one that was read.
    private void Return()
    {
        try
        {
            NetnsEntry.Enter(_own);
        }
        catch (NetlinkException e)
        {
            throw new InvalidOperationException("The way back into NetApi's own network namespace failed.", e);
        }
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
