using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>The current state of the host, through readings that requests share.</summary>
/// <param name="capture">Reads the host once.</param>
public sealed class LiveState(Func<CancellationToken, Task<HostState>> capture)
{
    private readonly SharedReading<HostState> _reading = new(capture);

    /// <summary>Reads the state.</summary>
    public Task<HostState> ReadAsync(CancellationToken cancel) => _reading.ReadAsync(cancel);

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
}
