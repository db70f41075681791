using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>What a search for namespaces found.</summary>
internal sealed record NetnsSightings(IReadOnlyCollection<FoundNetns> Found, IReadOnlyCollection<Gap> Gaps);

/// <summary>Finds network namespaces by bind mounts, by processes and by paths that the caller knows, and merges what is the same.</summary>
internal sealed class NetnsFinder
{
    private readonly Dictionary<NetnsFile, FoundNetns> _found = [];
    private readonly List<Gap> _gaps = [];

    private NetnsFinder()
    {
    }

    public static NetnsSightings Find(IReadOnlyCollection<string> knownPaths)
    {
        var finder = new NetnsFinder();
        finder.AddMounts();
        finder.AddProcesses();
        foreach (var path in knownPaths)
            finder.AddKnown(path);
        return new NetnsSightings(finder._found.Values, finder._gaps);
    }

    private void AddMounts()
    {
        try
        {
            foreach (var (file, mountPoint) in MountInfo.NamespacesIn(File.ReadLines("/proc/self/mountinfo")))
                At(file).Paths.Add(mountPoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _gaps.Add(NamespaceGap.MountsHidden(e.Message));
        }
    }

    private void AddProcesses()
    {
        // Everybody's first process is there as long as anybody is: where it is not shown, /proc hides processes, or is none.
        var (refused, sawFirst) = (false, false);
        try
        {
            foreach (var (pid, file) in ProcessNamespaces.Read())
            {
                sawFirst |= pid == 1;
                if (file is { } read)
                    At(read).Pids.Add(pid);
                else
                    refused = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            refused = true;
        }
        if (refused || !sawFirst)
            _gaps.Add(NamespaceGap.ProcessesHidden);
    }

    private void AddKnown(string path)
    {
        using var handle = NetnsHandle.TryOpen(path, out var failure);
        if (handle is not null)
            At(handle.File).Paths.Add(path);
        else if (failure is { } refusal && !FoundNetns.IsGone(refusal) && !IsReported(path))
            _gaps.Add(NamespaceGap.Unreadable(path, refusal));
    }

    // A mount has its inode from mountinfo, a process is in the gap of all processes.
    private bool IsReported(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal) || _found.Values.Any(f => f.Paths.Contains(path.Replace("/var/run/", "/run/", StringComparison.Ordinal)));

    private FoundNetns At(NetnsFile file)
    {
        if (!_found.TryGetValue(file, out var netns))
            _found.Add(file, netns = new FoundNetns(file));
        return netns;
    }
}
