using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>Reads all that the kernel shows of the network over netlink, in every network namespace that can be found.</summary>
/// <remarks>
/// "The host" is the namespace of the thread that asks; it is read without any privilege. Others are entered one after the other
/// on a thread of its own, which needs CAP_SYS_ADMIN; CAP_SYS_PTRACE finds those of other users' processes.
/// </remarks>
public sealed class KernelObserver
{
    private readonly Guid _bootId = Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id"));

    /// <summary>Takes one reading. What could not be read is in its gaps.</summary>
    /// <param name="knownPaths">Paths of namespaces that the caller knows of, such as sandbox keys and <c>/proc/PID/ns/net</c>. Those that are gone are passed over.</param>
    /// <param name="cancellationToken">Looked at between two namespaces.</param>
    /// <exception cref="NetlinkException">The kernel does not even let the caller's own namespace be opened.</exception>
    public KernelObservation Observe(IReadOnlyCollection<string> knownPaths, CancellationToken cancellationToken)
    {
        var visits = new List<NetnsVisit>();
        try
        {
            var gaps = new List<Gap>();
            visits.Add(NetnsVisit.Own());
            var sightings = NetnsFinder.Find(knownPaths);
            gaps.AddRange(sightings.Gaps);
            OpenAll(sightings.Found, visits, gaps);
            var peers = new PeerNamespaces(visits[0].Handle, visits.Skip(1).Select(v => v.Handle));
            NetnsEntry.OnOwnThread(() =>
            {
                using var procfs = new NetnsProcfs();
                foreach (var visit in visits)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    visit.Read(_bootId, peers, procfs, gaps);
                }
                return true;
            });
            return Assemble([.. visits.Where(v => v.Reading is not null)], gaps);
        }
        finally
        {
            visits.ForEach(v => v.Dispose());
        }
    }

    private static void OpenAll(IReadOnlyCollection<FoundNetns> found, List<NetnsVisit> visits, List<Gap> gaps)
    {
        var own = visits[0];
        foreach (var netns in found.OrderBy(f => f.File.Inode))
        {
            if (netns.File == own.Handle.File)
                own.Merge(netns);
            else if (netns.Open(out var path, out var refusal) is { } handle)
                visits.Add(NetnsVisit.Other(handle, netns, path!));
            else if (refusal is not null)
                gaps.Add(NamespaceGap.Unreadable($"{netns.File.Inode}", refusal));
        }
    }

    private static KernelObservation Assemble(List<NetnsVisit> visits, List<Gap> gaps)
    {
        var ids = visits.ToDictionary(v => v.Handle.File, v => v.Reading!.Id);
        return new KernelObservation([.. visits.Select(v => v.ToObservation(ids))], [.. gaps]);
    }
}
