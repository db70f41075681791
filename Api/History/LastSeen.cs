using System.Collections.Immutable;
using NetApi.Adapters.Sqlite;
using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Topology;
using NetApi.History.Lives;

namespace NetApi.History;

/// <summary>What was known last of something that cannot be read.</summary>
/// <param name="State">The last state that shows it.</param>
/// <param name="NotBefore">Since when it may have changed, UTC.</param>
internal sealed record LastSight(HostState State, DateTimeOffset NotBefore);

/// <summary>For each scope of a gap that is open, what was known before it: what is found once the gap is over is compared with that. Immutable.</summary>
internal sealed class LastSeen
{
    private const string Engine = "engine";
    private const string Kernel = "kernel";

    // Each is a state that is held in memory. Beyond, narrow ones are let go of, the oldest first.
    private const int MostNarrow = 32;

    private readonly ImmutableDictionary<string, LastSight> _open;

    private LastSeen(ImmutableDictionary<string, LastSight> open) => _open = open;

    /// <summary>Where nothing is hidden that was ever seen.</summary>
    public static LastSeen Nothing { get; } = new(ImmutableDictionary.Create<string, LastSight>(StringComparer.Ordinal));

    /// <summary>What was known before the engine or the kernel could not be read, if the last kept revision has that gap; from the database. What is narrower is not looked for.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="held">What the last revision shows.</param>
    /// <param name="last">Its state.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or what it holds is damaged or of a later version.</exception>
    public static async Task<LastSeen> ReadAsync(HistoryStore store, HeldState held, HostState last, CancellationToken cancel)
    {
        var open = Nothing._open.ToBuilder();
        foreach (var scope in ScopesOf(last).Where(s => s is Engine or Kernel))
        {
            var began = await store.LookAsync(history => new Hidden(history).Of(scope).LastOrDefault(h => h.Last is null)?.First, cancel);
            if (began is not { } first || await store.FindRevisionBeforeAsync(first, cancel) is not { } before || await store.FindRevisionAsync(first, cancel) is not { } gap)
                continue;
            if (await PastStates.ReadAsync(store, held, before, last.HostId) is { } state)
                open[scope] = new LastSight(state, gap.NotBefore ?? gap.At);
        }
        return new LastSeen(open.ToImmutable());
    }

    /// <summary>What was known before the gaps that are over in a state.</summary>
    public ImmutableArray<LastSight> Over(HostState state) => _open.IsEmpty ? [] : Over(ScopesOf(state));

    /// <summary>Goes on to the next state.</summary>
    /// <param name="from">The state by now.</param>
    /// <param name="to">The next one.</param>
    /// <param name="notBefore">Since when the next one may have been so, UTC.</param>
    public LastSeen Next(HostState from, HostState to, DateTimeOffset notBefore)
    {
        if (from.Gaps == to.Gaps)
            return this;
        var (before, after) = (ScopesOf(from), ScopesOf(to));
        var open = _open.RemoveRange(_open.Keys.Where(scope => !IsHidden(scope, after)));
        foreach (var scope in after.Except(before).Where(s => !open.ContainsKey(s)))
        {
            // What was hidden with all else until now was seen last before that.
            if ((before.Contains(WiderThan(scope)) ? _open.GetValueOrDefault(WiderThan(scope)) : new LastSight(from, notBefore)) is { } sight)
                open = open.SetItem(scope, sight);
        }
        var narrow = open.Where(s => s.Key is not (Engine or Kernel)).OrderByDescending(s => s.Value.NotBefore).Skip(MostNarrow).Select(s => s.Key);
        return new LastSeen(open.RemoveRange(narrow));
    }

    private ImmutableArray<LastSight> Over(ImmutableHashSet<string> gaps) => [.. _open.Where(s => !IsHidden(s.Key, gaps)).Select(s => s.Value)];

    private static bool IsHidden(string scope, ImmutableHashSet<string> gaps) => gaps.Contains(scope) || gaps.Contains(WiderThan(scope));

    private static string WiderThan(string scope) => scope.StartsWith("container:", StringComparison.Ordinal) || scope == "engine-settings" ? Engine : Kernel;

    // A container whose namespace was not found is shown itself, and may stay so for as long as it runs.
    private static ImmutableHashSet<string> ScopesOf(HostState state) =>
        state.Gaps.Where(g => g.Code != NamespaceClassifier.NotFoundCode).Select(g => g.Scope).ToImmutableHashSet(StringComparer.Ordinal);
}
