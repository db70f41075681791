namespace NetApi.Adapters.DockerEngine;

/// <summary>A bounded wait: ends when the caller gives up, or when <see cref="Limit"/> passed since the last sign of life.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _clock;

    public Patience(TimeSpan limit, CancellationToken caller)
    {
        Limit = limit;
        Caller = caller;
        _clock = CancellationTokenSource.CreateLinkedTokenSource(caller);
    }

    /// <summary>Longest silence.</summary>
    public TimeSpan Limit { get; }

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Cancelled at the end of the wait.</summary>
    public CancellationToken Token => _clock.Token;

    /// <summary>Whether the limit passed while the caller was still waiting.</summary>
    public bool IsExhausted => _clock.IsCancellationRequested && !Caller.IsCancellationRequested;

    /// <summary>The wait begins again: now, or with a sign of life.</summary>
    public void Renew() => _clock.CancelAfter(Limit);

    public void Dispose() => _clock.Dispose();
}
