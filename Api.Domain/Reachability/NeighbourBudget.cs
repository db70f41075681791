namespace NetApi.Domain.Reachability;

/// <summary>How many probes the kernel's neighbour table bears. All namespaces of a host share it: filled, it breaks ARP for everyone.</summary>
public static class NeighbourBudget
{
    /// <summary>Entries that one probe adds at the most: at each of vantage, host and destination one for either neighbour.</summary>
    public const int EntriesPerProbe = 6;

    /// <summary>Most entries where the kernel does not tell (<c>net.ipv4.neigh.default.gc_thresh3</c> as the kernel comes).</summary>
    public const long DefaultLimit = 1_024;

    /// <summary>Whether one more probe leaves an eighth of the table free for everyone else.</summary>
    /// <param name="entries">Entries in use.</param>
    /// <param name="limit">The most it holds; 0 where unknown.</param>
    /// <param name="probesUnderWay">Probes whose entries may not be in <paramref name="entries"/> yet.</param>
    public static bool Allows(long entries, long limit, int probesUnderWay)
    {
        var most = limit > 0 ? limit : DefaultLimit;
        return entries + ((probesUnderWay + 1L) * EntriesPerProbe) <= most - (most / 8);
    }
}
