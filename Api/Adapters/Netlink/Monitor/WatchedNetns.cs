using System.Diagnostics;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>A namespace that is followed: how it is reached, what is stale in it, and what was read. No descriptor of it is kept, so that it can die.</summary>
internal sealed class WatchedNetns(FoundNetns found, NetnsId id, ulong? cookie, int? nsid, bool isOwn)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Tables, Pace> _paces = [];
    private Tables _stale = Tables.All;

    /// <summary>Every name it was seen under.</summary>
    public FoundNetns Found { get; set; } = found;

    public NetnsId Id { get; } = id;

    public ulong? Cookie { get; } = cookie;

    /// <summary>Its id as NetApi's own namespace numbers it; null for the own one.</summary>
    public int? Nsid { get; } = nsid;

    public bool IsOwn { get; } = isOwn;

    public NetnsContent Content { get; } = new(id);

    /// <summary>Name of its process with the lowest id; null where none is in it.</summary>
    public string? ProcessName { get; set; }

    /// <summary>Why it could not be read the last time; null where it was.</summary>
    public Gap? Failure { get; set; }

    /// <summary>Why its listening sockets could not be read the last time; null where they were.</summary>
    public Gap? SocketFailure { get; set; }

    /// <summary>Tables whose dump stayed interrupted; they are stale and read again.</summary>
    public Tables Interrupted { get; set; }

    /// <summary>When what no event tells of is looked up.</summary>
    public LookSchedule Looks { get; } = new(isOwn, Stopwatch.GetTimestamp());

    /// <summary>Links of which alone it is known that they changed.</summary>
    public HashSet<int> StaleLinks { get; } = [];

    /// <summary>Links of whose addresses alone it is known that they changed.</summary>
    public HashSet<int> StaleAddresses { get; } = [];

    /// <summary>What was read, as of the last <see cref="Observe"/>.</summary>
    public NamespaceObservation? Observation { get; private set; }

    public bool IsStale => _stale != Tables.None || StaleLinks.Count > 0 || StaleAddresses.Count > 0;

    /// <summary>Marks whole tables.</summary>
    public void Mark(Tables tables) => _stale |= tables;

    /// <summary>Marks what an event speaks of.</summary>
    public void Mark(NetworkEvent change)
    {
        var whole = change.Stale;
        if (change.LinkIndex > 0)
        {
            whole &= ~(Tables.Links | Tables.Addresses);
            if ((change.Stale & Tables.Links) != 0)
                StaleLinks.Add(change.LinkIndex);
            if ((change.Stale & Tables.Addresses) != 0)
                StaleAddresses.Add(change.LinkIndex);
        }
        _stale |= whole;
    }

    /// <summary>The stale tables that may be read now, or all that are stale where <paramref name="all"/>.</summary>
    public Tables Due(long now, bool all)
    {
        if (all || _stale == Tables.None)
            return _stale;
        var due = _stale;
        foreach (var (table, pace) in _paces)
        {
            if (pace.NotBefore > now)
                due &= ~table;
        }
        return due;
    }

    /// <summary>When something of it is to be read next (<see cref="Stopwatch.GetTimestamp"/>).</summary>
    public long NextDue()
    {
        // Sockets that are due and must wait for their pace are stale by then.
        var next = (_stale & Tables.Sockets) != 0 ? long.MaxValue : Looks.Next;
        for (var rest = (int)_stale; rest != 0; rest &= rest - 1)
        {
            var at = _paces.TryGetValue((Tables)(rest & -rest), out var pace) ? pace.NotBefore : 0;
            next = Math.Min(next, at);
        }
        return next;
    }

    /// <summary>Notes that tables could not be read: they stay stale, and are tried again after a while.</summary>
    public void Failed(Tables tables, Gap failure)
    {
        Failure = failure;
        // What was to be read link by link is read with the whole table then.
        if (StaleLinks.Count > 0)
            tables |= Tables.Links;
        if (StaleAddresses.Count > 0)
            tables |= Tables.Addresses;
        StaleLinks.Clear();
        StaleAddresses.Clear();
        for (var rest = (int)tables; rest != 0; rest &= rest - 1)
        {
            var pace = default(Pace);
            pace.Read(Stopwatch.GetTimestamp(), RetryAfter);
            _paces[(Tables)(rest & -rest)] = pace;
        }
        _stale |= tables;
    }

    /// <summary>Notes that a table was read.</summary>
    public void Read(Tables table, long start, bool interrupted)
    {
        var pace = _paces.GetValueOrDefault(table);
        pace.Read(start, (table & Tables.Learned) != 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        _paces[table] = pace;
        _stale &= ~table;
        Interrupted &= ~table;
        if (interrupted)
        {
            Interrupted |= table;
            _stale |= table;
        }
    }

    /// <summary>Makes the observation anew, if anything in it differs.</summary>
    /// <returns>Whether it differs from the one before.</returns>
    public bool Observe()
    {
        var sighting = new NamespaceSighting
        {
            Id = Id,
            Inode = Found.File.Inode,
            Cookie = Cookie,
            IsOwn = IsOwn,
            Paths = [.. Paths()],
            Pids = [.. Found.Pids],
            ProcessName = ProcessName,
        };
        var observation = Content.Observe(sighting == Observation?.Sighting ? Observation.Sighting : sighting);
        if (observation == Observation)
            return false;
        Observation = observation;
        return true;
    }

    // Where nothing but processes leads to it, the one that is likely to live longest.
    private SortedSet<string> Paths() => Found.Paths.Count > 0 || Found.Pids.Count == 0 ? Found.Paths : [ProcessNamespaces.PathOf(Found.Pids.Min)];
}
