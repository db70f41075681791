using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>
/// Holds back for a moment that a running container's namespace was not found. Kernel and engine tell of a start and of an end one after the other; what is between
/// is no gap. One that lasts is told.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class MissingNamespaces(TimeProvider clock)
{
    /// <summary>How long it is held back. The engine's event follows what the kernel shows within milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Dictionary<string, long> _since = [];

    /// <summary>The state without gaps that are younger than <see cref="Patience"/>.</summary>
    /// <param name="state">The state with all its gaps.</param>
    /// <param name="due">When to ask again at the latest; null where nothing is held back.</param>
    public HostState Hold(HostState state, out TimeSpan? due)
    {
        due = null;
        var missing = state.Gaps.Where(g => g.Code == NamespaceClassifier.NotFoundCode).ToDictionary(g => g.Scope, g => _since.GetValueOrDefault(g.Scope, clock.GetTimestamp()), StringComparer.Ordinal);
        _since = missing;
        var held = missing.Where(m => Left(m.Value) > TimeSpan.Zero).Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0)
            return state;
        due = held.Min(scope => Left(missing[scope]));
        return state with { Gaps = state.Gaps.RemoveAll(g => g.Code == NamespaceClassifier.NotFoundCode && held.Contains(g.Scope)) };
    }

    private TimeSpan Left(long since) => Patience - clock.GetElapsedTime(since);
}
