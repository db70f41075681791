namespace NetApi.Adapters.Netlink.Monitor;

/// <summary>Lets work be done at once while it takes a small share of one core in the long run, and tells how long to put it off where it would take more.</summary>
/// <remarks>A bucket of time that fills as time goes by: a change, or a burst of a hundred, is told at once; under a lasting storm several changes are told together. Safe for several threads.</remarks>
internal sealed class WorkBudget(TimeProvider clock)
{
    private const double Share = 0.06;
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(300);

    // One that took long, as the first, does not put off the next by seconds.
    private static readonly TimeSpan MostCounted = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private TimeSpan _left = Most;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>How long to wait before the next piece of work; zero where it may be done at once.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_gate)
            {
                Fill();
                return _left < TimeSpan.Zero ? -_left / Share : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Notes what a piece of work took.</summary>
    public void Spend(TimeSpan cost)
    {
        lock (_gate)
        {
            Fill();
            _left -= cost < MostCounted ? cost : MostCounted;
            // Work that does not ask, as catching up, puts off no more than one piece would.
            _left = _left < -MostCounted ? -MostCounted : _left;
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        var filled = _left + (clock.GetElapsedTime(_filledAt, now) * Share);
        (_left, _filledAt) = (filled < Most ? filled : Most, now);
    }
}
