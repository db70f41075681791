using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>The last times in which events were missed. Written by one thread, read by any.</summary>
internal sealed class Interruptions(TimeProvider clock)
{
    private const int Kept = 32;

    private ImmutableList<Interruption> _all = [];

    /// <summary>The last ones, the newest last.</summary>
    public ImmutableList<Interruption> All => Volatile.Read(ref _all);

    /// <summary>The one that is not over; null where all is well.</summary>
    public Interruption? Open => All is [.., { Until: null } open] ? open : null;

    /// <summary>Something is not heard of from now on.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Begin(string code, string detail)
    {
        if (Open is not null)
            return false;
        var all = All.Add(new Interruption("kernel", code, clock.GetUtcNow(), null, detail));
        Volatile.Write(ref _all, all.Count > Kept ? all.RemoveAt(0) : all);
        return true;
    }

    /// <summary>The open one is over.</summary>
    /// <returns>Since when it was open; null where none was.</returns>
    public DateTimeOffset? End()
    {
        if (Open is not { } open)
            return null;
        Volatile.Write(ref _all, All.SetItem(All.Count - 1, open with { Until = clock.GetUtcNow() }));
        return open.Since;
    }
}
