using System.Diagnostics;
using System.Globalization;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;

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
                Follow(found);
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
        var sightings = NetnsFinder.Find(_knownPaths);
        _scanGaps = sightings.Gaps;
        _refused.Clear();
        var files = new HashSet<NetnsFile>();
        foreach (var found in sightings.Found)
        {
            files.Add(found.File);
            Follow(found);
        }
        foreach (var netns in _registry.All.Where(n => !n.IsOwn && !files.Contains(n.Found.File)).ToList())
            Remove(netns);
        _scanDue = false;
        _scanPace.Read(start);
        _nextScan = Stopwatch.GetTimestamp() + (long)(ScanEvery.TotalSeconds * Stopwatch.Frequency);
    }

    private void Follow(FoundNetns found)
    {
        if (_registry.Find(found.File) is { } known)
        {
            known.Found = found;
            known.ProcessName = NameOf(found);
            _touched.Add(known);
            // Nothing tells of its changes.
            if (!known.IsOwn && (known.Nsid is null || !_events.HearsAll))
                known.Mark(Tables.All);
            return;
        }
        try
        {
            if (_reader.Open(found, out var refusal) is { } opened)
            {
                opened.ProcessName = NameOf(found);
                _registry.Add(opened);
                _touched.Add(opened);
                _touched.UnionWith(_registry.Pointing(opened));
                _namespacesChanged = true;
                MarkPeers(opened);
            }
            else if (refusal is not null)
            {
                _refused[found.File] = NamespaceGap.Unreadable($"{found.File.Inode}", refusal);
            }
        }
        catch (NetlinkException e)
        {
            _refused[found.File] = NamespaceGap.Unreadable($"{found.File.Inode}", e);
        }
        catch (NetlinkFormatException e)
        {
            _refused[found.File] = NamespaceGap.Unreadable($"{found.File.Inode}", e);
        }
    }

    private static string? NameOf(FoundNetns found) => found.Pids.Count > 0 ? ProcessNamespaces.NameOf(found.Pids.Min) : null;
}
