using System.Collections.Immutable;
using System.Diagnostics;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>What the monitor's thread does: subscribe, read everything, then read again whatever events make stale.</summary>
/// <remarks>Everything here runs on that one thread.</remarks>
internal sealed partial class MonitorLoop : IDisposable
{
    // Names that no event tells of: of processes that left for a namespace of their own.
    private static readonly TimeSpan ScanEvery = TimeSpan.FromSeconds(15);

    private readonly EventSocket _events;
    private readonly NameWatch _names = new();
    private readonly NetnsReader _reader;
    private readonly NetnsRegistry _registry;
    private readonly Interruptions _interruptions;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly HashSet<WatchedNetns> _touched = [];
    private readonly Dictionary<string, int> _pendingPaths = new(StringComparer.Ordinal);
    private readonly Dictionary<NetnsFile, Gap> _refused = [];
    private IReadOnlyCollection<string> _knownPaths = [];
    private IReadOnlyCollection<Gap> _scanGaps = [];
    private Pace _scanPace;

    // Namespaces that were read for the first time, beside others.
    private readonly List<WatchedNetns> _unpaired = [];
    private bool _isFirst = true;
    private bool _scanDue = true;
    private long _nextScan;
    private bool _namespacesChanged = true;
    private KernelObservation? _published;

    public MonitorLoop(Guid bootId, int eventBufferBytes, Interruptions interruptions)
    {
        _interruptions = interruptions;
        _events = EventSocket.Open(eventBufferBytes);
        _reader = new NetnsReader(bootId);
        _registry = new NetnsRegistry(_reader.OpenOwn());
        _unpaired.Add(_registry.Own);
    }

    /// <summary>Descriptors to wait on, beside the caller's own.</summary>
    public void FillPoll(Span<pollfd> fds)
    {
        fds[0] = new pollfd { fd = _events.Descriptor, events = LinuxPoll.POLLIN };
        fds[1] = new pollfd { fd = _names.FilesDescriptor, events = LinuxPoll.POLLIN };
        fds[2] = new pollfd { fd = _names.MountsDescriptor, events = LinuxPoll.POLLPRI };
    }

    /// <summary>Paths of namespaces that somebody else knows of. Those that are new are opened at once.</summary>
    public void Know(IReadOnlyCollection<string> paths)
    {
        foreach (var path in paths.Except(_knownPaths, StringComparer.Ordinal))
        {
            if (!path.StartsWith("/proc/", StringComparison.Ordinal) && Path.GetDirectoryName(path) is { } directory)
                _names.Watch(directory);
            _pendingPaths[path] = 0;
        }
        _knownPaths = paths;
    }

    /// <summary>Takes all that the sockets hold, and marks what it makes stale.</summary>
    /// <returns>Whether anything was there.</returns>
    public bool Drain()
    {
        var any = false;
        while (true)
        {
            switch (_events.Receive(_buffer, out var length, out var nsid))
            {
                case EventReceipt.Datagram:
                    any = true;
                    Take(_buffer.AsSpan(0, length), nsid);
                    break;
                case EventReceipt.Lost:
                    any = true;
                    Lose("The kernel had more events than the socket's buffer holds and dropped some (ENOBUFS).");
                    break;
                default:
                    return any;
            }
        }
    }

    /// <summary>Takes what happened to names.</summary>
    /// <param name="mountsChanged">Whether mounts came or went.</param>
    public void TakeNames(bool mountsChanged)
    {
        var (appeared, went) = _names.Take();
        foreach (var path in appeared)
            _pendingPaths[path] = 0;
        // A mount that came belongs to a file that appeared a moment ago; one that went, or came elsewhere, is found by a scan.
        _scanDue |= went || (mountsChanged && _pendingPaths.Count == 0);
    }

    /// <summary>Reads what is stale and due.</summary>
    /// <param name="all">Whether pauses do not count.</param>
    public void Work(bool all)
    {
        var now = Stopwatch.GetTimestamp();
        OpenPending();
        if (all || now >= _nextScan || (_scanDue && now >= _scanPace.NotBefore))
            Scan();
        var gone = new List<WatchedNetns>();
        if (_isFirst)
            ReadStale(now, all, gone);
        _isFirst = false;
        MarkOneSided();
        // What was read may make the other ends of veths stale; those of theirs are known then.
        while (ReadStale(now, all, gone))
        {
        }
        gone.ForEach(Remove);
        // A name may still lead to it, or to another one by now.
        _scanDue |= gone.Count > 0;
    }

    /// <summary>When something is due next, <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long NextDue()
    {
        var next = _scanDue ? Math.Min(_nextScan, _scanPace.NotBefore) : _nextScan;
        foreach (var netns in _registry.All)
            next = Math.Min(next, netns.NextDue());
        return _pendingPaths.Count == 0 ? next : Math.Min(next, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 500));
    }

    /// <summary>The observation, if it differs from the one before.</summary>
    /// <param name="isCaughtUp">Whether all that events were missed of has been read: the interruption that is open is over with it.</param>
    public KernelObservation? Publish(out bool isCaughtUp)
    {
        foreach (var netns in _touched)
        {
            _registry.Assemble(netns);
            _namespacesChanged |= netns.Observe();
        }
        _touched.Clear();
        isCaughtUp = _interruptions.Open is not null && !_scanDue && !_registry.All.Any(n => (n.Due(0, all: true) & ~(Tables.Sockets | Tables.Learned)) != Tables.None);
        var gaps = Gaps(isCaughtUp ? null : _interruptions.Open);
        if (!_namespacesChanged && _published is not null && gaps.SequenceEqual(_published.Gaps))
            return null;
        _namespacesChanged = false;
        return _published = new KernelObservation([.. _registry.All.Select(n => n.Observation).OfType<NamespaceObservation>()], gaps);
    }

    public void Dispose()
    {
        _events.Dispose();
        _names.Dispose();
        _reader.Dispose();
    }

    private ImmutableArray<Gap> Gaps(Interruption? open)
    {
        var gaps = ImmutableArray.CreateBuilder<Gap>();
        gaps.AddRange(_scanGaps);
        gaps.AddRange(_refused.OrderBy(r => r.Key.Inode).Select(r => r.Value));
        foreach (var netns in _registry.All)
        {
            if (netns.Failure is { } failure)
                gaps.Add(failure);
            if (netns.SocketFailure is { } socketFailure)
                gaps.Add(socketFailure);
            if (netns.Interrupted != Tables.None)
                gaps.Add(NamespaceGap.Interrupted(netns.Id));
        }
        if (open is not null)
            gaps.Add(new Gap("kernel", open.Code, open.Detail));
        return gaps.DrainToImmutable();
    }

    private void Take(ReadOnlySpan<byte> datagram, int? nsid)
    {
        try
        {
            Mark(datagram, nsid);
        }
        catch (NetlinkFormatException e)
        {
            Lose($"An event could not be read: {e.Message}");
        }
    }

    private void Mark(ReadOnlySpan<byte> datagram, int? nsid)
    {
        var messages = new NetlinkMessageReader(datagram);
        while (messages.TryRead(out var message))
        {
            var change = NetworkEvent.Decode(message);
            if (change is { GoneNsid: not null } or { NewNsid: not null })
            {
                // Other namespaces number the rest for themselves, and all of them are heard.
                if (_registry.Find(nsid) is { IsOwn: true })
                    TakeNsid(change);
            }
            else if (change.Stale != Tables.None)
            {
                Mark(change, nsid);
            }
        }
    }

    private void TakeNsid(NetworkEvent change)
    {
        if (change.NewNsid is { } born)
            _scanDue |= _registry.Find(born) is null;
        else if (_registry.Find(change.GoneNsid) is { IsOwn: false } dead)
            Remove(dead);
    }

    private void Mark(NetworkEvent change, int? nsid)
    {
        if (_registry.Find(nsid) is not { } netns)
        {
            _scanDue = true;
            return;
        }
        netns.Mark(change);
        if ((change.Stale & ~Tables.Learned) != 0)
            netns.Looks.Changed(Stopwatch.GetTimestamp());
    }

    private void Lose(string why)
    {
        _interruptions.Begin("events-lost", $"{why} Every namespace is being read again.");
        foreach (var netns in _registry.All)
            netns.Mark(Tables.All);
        _scanDue = true;
    }

    private bool ReadStale(long now, bool all, List<WatchedNetns> gone)
    {
        var marked = false;
        foreach (var netns in _registry.All)
        {
            netns.Mark(all && netns.IsOwn ? Tables.Unheard : netns.Looks.Due(now));
            var due = netns.Due(now, all);
            if (due == Tables.None && netns.StaleLinks.Count + netns.StaleAddresses.Count == 0)
                continue;
            _touched.Add(netns);
            if (!_reader.Read(netns, due))
                gone.Add(netns);
            marked |= MarkPeers(netns);
        }
        return marked;
    }

    private bool MarkPeers(WatchedNetns netns)
    {
        var peers = netns.Content.TakePeers();
        // The first reading reads both ends anyway, and looks afterwards whether they agree.
        if (_isFirst)
            return false;
        foreach (var (nsid, index) in peers)
            At(nsid, netns)?.StaleLinks.Add(index);
        return peers.Count > 0;
    }

    // Where one end moved after the other was read, and before the namespace that it moved to was.
    private void MarkOneSided()
    {
        foreach (var netns in _unpaired)
        {
            foreach (var link in netns.Content.Raw)
            {
                if (link is { Kind: "veth", ParentIndex: { } peer } && At(link.ParentNsid, netns) is { } other && !PointsTo(netns, link.Index, other.Content.Find(peer), other))
                    netns.StaleLinks.Add(link.Index);
            }
        }
        _unpaired.Clear();
    }

    private bool PointsTo(WatchedNetns netns, int index, RawLink? link, WatchedNetns from) =>
        link is { Kind: "veth" } && link.ParentIndex == index && At(link.ParentNsid, from) == netns;

    // Where a link points to, as the one that was read in a namespace says it.
    private WatchedNetns? At(int? nsid, WatchedNetns from) => nsid is { } other ? _registry.Find(other) : from;

    private void Remove(WatchedNetns netns)
    {
        _registry.Remove(netns);
        _touched.Remove(netns);
        _touched.UnionWith(_registry.Pointing(netns));
        _namespacesChanged = true;
    }
}
