using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>The current state of the host.</summary>
/// <remarks>
/// Each answer is drawn from a reading that began after the request came in, so nobody sees the past;
/// requests that come in together share one reading.
/// </remarks>
/// <param name="capture">Reads the host once.</param>
public sealed class LiveState(Func<CancellationToken, Task<HostState>> capture)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task<HostState>? _next;

    /// <summary>Reads the state.</summary>
    public Task<HostState> ReadAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            _next ??= ReadAfterAsync(_running);
            return _next.WaitAsync(cancel);
        }
    }

    /// <summary>Reads the state for an answer that is drawn from the engine.</summary>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async Task<HostState> ReadWithEngineAsync(CancellationToken cancel)
    {
        var state = await ReadAsync(cancel);
        return state.Gaps.FirstOrDefault(g => g.Scope == EngineGapException.Scope) is { } gap ? throw new EngineGapException(gap) : state;
    }

    /// <summary>Reads the state after something was created: if the engine goes away now, the caller must still learn what exists.</summary>
    /// <param name="remains">What to tell then.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async Task<HostState> ReadCreatedAsync(string remains, CancellationToken cancel)
    {
        try
        {
            return await ReadWithEngineAsync(cancel);
        }
        catch (EngineGapException away)
        {
            throw new EngineGapException(away.Gap with { Detail = $"{away.Gap.Detail} {remains}" });
        }
    }

    private async Task<HostState> ReadAfterAsync(Task earlier)
    {
        // How the earlier reading ended concerns those who waited for it.
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _running = _next!;
            _next = null;
        }
        // One reading serves several callers: none of them may cancel it.
        return await capture(CancellationToken.None);
    }
}
