using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Says when the engine is to be looked at for what it told no event of, by what the kernel shows of it (<see cref="SilentChanges"/>).</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SilentChangeWatch(TimeProvider clock)
{
    /// <summary>Time between two comparisons at the least; the engine is looked at no more often.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    // After which time of a difference it is looked for. Not at once, as most are explained by an event that is on its way; more than once,
    // as an engine that leaves a swarm takes its time between the kernel's part and its own; and then no more, as some stay for good.
    private static readonly TimeSpan[] Looks = [Pace, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    private Dictionary<string, Difference> _open = new(StringComparer.Ordinal);
    private long? _compared;

    /// <summary>Looks for a difference that stays, at the most.</summary>
    public static int MostLooks => Looks.Length;

    /// <summary>Whether to look now.</summary>
    /// <param name="state">The current state.</param>
    /// <param name="due">When to ask again at the latest; null where nothing is open.</param>
    public bool IsDue(HostState state, out TimeSpan? due)
    {
        if (_compared is { } before && Pace - clock.GetElapsedTime(before) is var left && left > TimeSpan.Zero)
        {
            due = left;
            return false;
        }
        _compared = clock.GetTimestamp();
        // What went and comes back is looked for again.
        _open = SilentChanges.In(state).ToDictionary(d => d, d => _open.GetValueOrDefault(d) ?? new Difference(_compared.Value), StringComparer.Ordinal);
        var isDue = false;
        foreach (var difference in _open.Values.Where(d => Until(d) <= TimeSpan.Zero))
        {
            difference.Looks++;
            isDue = true;
        }
        due = _open.Values.Min(Until) is { } next ? (next > Pace ? next : Pace) : null;
        return isDue;
    }

    private TimeSpan? Until(Difference difference) =>
        difference.Looks < Looks.Length ? Looks[difference.Looks] - clock.GetElapsedTime(difference.Since) : null;

    private sealed class Difference(long since)
    {
        public long Since { get; } = since;

        public int Looks { get; set; }
    }
}
