using System.Collections.Immutable;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History.Lives;

namespace NetApi.History;

/// <summary>What was known last of something that cannot be read.</summary>
/// <param name="State">The last state that shows it.</param>
/// <param name="Until">When that was found to hold no longer, UTC.</param>
internal sealed record LastSight(HostState State, DateTimeOffset Until);

/// <summary>For each scope of a gap that is open, what was known before it: what is found once the gap is over is compared with that. Immutable.</summary>
internal sealed class LastSeen
{
    private readonly ImmutableDictionary<string, LastSight> _open;

    private LastSeen(ImmutableDictionary<string, LastSight> open) => _open = open;

    /// <summary>Where nothing is hidden that was ever seen.</summary>
    public static LastSeen Nothing { get; } = new(ImmutableDictionary.Create<string, LastSight>(StringComparer.Ordinal));

    /// <summary>What was known before the gaps of the last kept revision, from the database.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="held">What the last revision shows.</param>
    /// <param name="last">Its state.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public static async Task<LastSeen> ReadAsync(HistoryStore store, HeldState held, HostState last, CancellationToken cancel)
    {
        var open = ImmutableDictionary.CreateBuilder<string, LastSight>(StringComparer.Ordinal);
        foreach (var scope in ScopesOf(last))
        {
            var began = await store.LookAsync(history => new Hidden(history).Of(scope).LastOrDefault(h => h.Last is null)?.First, cancel);
            if (began is not { } first || await store.FindRevisionBeforeAsync(first, cancel) is not { } before || await store.FindRevisionAsync(first, cancel) is not { } gap)
                continue;
            if (await PastStates.ReadAsync(store, held, before, last.HostId) is { } state)
                open[scope] = new LastSight(state, gap.At);
        }
        return new LastSeen(open.ToImmutable());
    }

    /// <summary>Goes on to the next state.</summary>
    /// <param name="from">The state by now.</param>
    /// <param name="to">The next one.</param>
    /// <returns>What is hidden then, and what was known before the gaps that are over.</returns>
    public (LastSeen After, ImmutableArray<LastSight> Over) Next(HostState from, HostState to)
    {
        if (from.Gaps == to.Gaps)
            return (this, []);
        var (before, after) = (ScopesOf(from), ScopesOf(to));
        var over = before.Except(after).Select(scope => _open.GetValueOrDefault(scope)).OfType<LastSight>();
        var open = _open.RemoveRange(before.Except(after)).SetItems(after.Except(before).Select(scope => KeyValuePair.Create(scope, new LastSight(from, to.ObservedAt))));
        return (new LastSeen(open), [.. over]);
    }

    private static ImmutableHashSet<string> ScopesOf(HostState state) => state.Gaps.Select(g => g.Scope).ToImmutableHashSet(StringComparer.Ordinal);
}
