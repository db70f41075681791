using System.Diagnostics;
using System.Globalization;
using NetApi.Adapters.Netlink.Netns;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Namespaces that come and go, and their names.</summary>
internal sealed partial class MonitorLoop
{
    // A file appears before the namespace is mounted on it; after this many looks it is left to the next scan.
    private const int PatienceForPath = 500;

    // Single paths, as somebody named them: much cheaper than a scan of all mounts and processes.
    private void OpenPending()
    {
        foreach (var (path, looks) in _pendingPaths.ToList())
        {
            using var handle = NetnsHandle.TryOpen(path, out var failure);
            if (handle is not null)
            {
                var found = _registry.Find(handle.File)?.Found ?? new FoundNetns(handle.File);
                Name(found, path);
                if (!FollowIfKnown(found))
                    Follow(NetnsCrowd.Open(_reader, found));
            }
            else if (failure is { Errno: Interop.LinuxErrno.EINVAL } && looks < PatienceForPath)
            {
                _pendingPaths[path] = looks + 1;
                continue;
            }
            _pendingPaths.Remove(path);
        }
    }

    private static void Name(FoundNetns found, string path)
    {
        found.Paths.Add(path);
        if (path.Split('/') is ["", "proc", var pid, "ns", "net"] && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            found.Pids.Add(id);
    }

    private void Scan()
    {
        var start = Stopwatch.GetTimestamp();
        _names.WatchUsual();
        var sightings = NetnsFinder.Find(_knownPaths);
        _scanGaps = sightings.Gaps;
        _refused.Clear();
        var files = sightings.Found.Select(f => f.File).ToHashSet();
        foreach (var found in sightings.Found)
            FollowIfKnown(found);
        foreach (var opened in NetnsCrowd.Open(_reader, [.. sightings.Found.Where(f => _registry.Find(f.File) is null)]))
            Follow(opened);
        foreach (var netns in _registry.All.Where(n => !n.IsOwn && !files.Contains(n.Found.File)).ToList())
            Remove(netns);
        _scanDue = false;
        _scanPace.Read(start);
        _nextScan = Stopwatch.GetTimestamp() + (long)(ScanEvery.TotalSeconds * Stopwatch.Frequency);
    }

    private bool FollowIfKnown(FoundNetns found)
    {
        if (_registry.Find(found.File) is not { } known)
            return false;
        known.Found = found;
        known.ProcessName = NameOf(found);
        _touched.Add(known);
        // Nothing tells of its changes.
        if (!known.IsOwn && (known.Nsid is null || !_events.HearsAll))
            known.Mark(Tables.All);
        return true;
    }

    private void Follow(OpenedNetns opened)
    {
        if (opened.Netns is { } netns)
        {
            netns.ProcessName = NameOf(netns.Found);
            _registry.Add(netns);
            _touched.Add(netns);
            _touched.UnionWith(_registry.Pointing(netns));
            _namespacesChanged = true;
            _unpaired.Add(netns);
            MarkPeers(netns);
        }
        else if (opened.Failure is { } failure)
        {
            _refused[opened.Found.File] = NamespaceGap.Unreadable($"{opened.Found.File.Inode}", failure);
        }
    }

    private static string? NameOf(FoundNetns found) => found.Pids.Count > 0 ? ProcessNamespaces.NameOf(found.Pids.Min) : null;
}
