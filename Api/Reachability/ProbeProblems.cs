using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Reachability;

/// <summary>Why a probe could not be sent.</summary>
internal static class ProbeProblems
{
    /// <summary>When to ask again after a 429: the shortest time in which a probe usually ends.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The kernel refuses for want of a capability.</summary>
    /// <param name="what">What was tried and what the kernel said.</param>
    /// <param name="capabilities">Names, separated by blanks, as a systemd unit takes them.</param>
    public static Problem Capability(string what, string capabilities) => ProblemKinds.CapabilityMissing.Document(
        $"{what} Run NetApi as root, or give its systemd unit AmbientCapabilities={capabilities}. GET /api/v1/host lists what NetApi may do.");

    /// <summary>A container ended between the reading of the host and the probe.</summary>
    public static Problem Vanished(Container container) => ProblemKinds.WrongState.Document(
        $"The namespace of {container.Name} is gone: it stopped or restarted meanwhile. Look at GET /api/v1/containers/{container.Name} and ask again.");

    /// <summary>All probes that may run are running, and the queue is full.</summary>
    public static Problem Busy(int concurrency) => ProblemKinds.TooManyRequests.Document(
        $"{concurrency} probes are running and the queue is full. Ask again in a second, or raise NetApi__ProbeConcurrency.");

    /// <summary>The neighbour table is nearly full.</summary>
    public static Problem NeighboursFull(long entries, long limit) => ProblemKinds.TooManyRequests.Document(
        $"The host's IPv4 neighbour table holds {entries} of at most {limit} entries (net.ipv4.neigh.default.gc_thresh3). One more probe could overflow it and break ARP for the whole host. Entries age within minutes; or raise the limit.");

    /// <summary>No subnet is left for an outside vantage.</summary>
    public static Problem NoSubnet() => ProblemKinds.Conflict.Document(
        "Every subnet that NetApi would give an outside vantage overlaps a route, an address or a Docker network of this host.");
}
