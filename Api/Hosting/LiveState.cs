using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>The current state of the host: one reference, swapped whole. Reading it costs nothing.</summary>
/// <param name="catchUp">Brings the state up to date: what it returns shows everything that had happened when it was called.</param>
public sealed class LiveState(Func<CancellationToken, Task<HostState>> catchUp)
{
    private readonly SharedReading<HostState> _catchUp = new(catchUp);
    private HostState? _current;

    /// <summary>The state that was published last; null before the first one.</summary>
    public HostState? Current => Volatile.Read(ref _current);

    /// <summary>Makes a state the current one.</summary>
    public void Publish(HostState state) => Volatile.Write(ref _current, state);

    /// <summary>The current state, without a look at the host; only before the first one was published it is waited for.</summary>
    public ValueTask<HostState> ReadAsync(CancellationToken cancel) =>
        Current is { } state ? ValueTask.FromResult(state) : new ValueTask<HostState>(CatchUpAsync(cancel));

    /// <summary>The current state, for an answer that is drawn from the engine. Before it is told that the engine is away, it is looked for once more.</summary>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async ValueTask<HostState> ReadWithEngineAsync(CancellationToken cancel)
    {
        var state = await ReadAsync(cancel);
        return EngineGapOf(state) is null ? state : await CatchUpWithEngineAsync(cancel);
    }

    /// <summary>A state that shows everything that had happened before the call: for decisions, and for what a caller did a moment ago.</summary>
    public Task<HostState> CatchUpAsync(CancellationToken cancel) => _catchUp.ReadAsync(cancel);

    /// <summary>As <see cref="CatchUpAsync"/>, for what is drawn from the engine.</summary>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async Task<HostState> CatchUpWithEngineAsync(CancellationToken cancel) => WithEngine(await CatchUpAsync(cancel));

    /// <summary>As <see cref="CatchUpWithEngineAsync"/>, after something was created: if the engine goes away now, the caller must still learn what exists.</summary>
    /// <param name="remains">What to tell then.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="EngineGapException">The engine could not be read.</exception>
    public async Task<HostState> ReadCreatedAsync(string remains, CancellationToken cancel)
    {
        try
        {
            return await CatchUpWithEngineAsync(cancel);
        }
        catch (EngineGapException away)
        {
            throw new EngineGapException(away.Gap with { Detail = $"{away.Gap.Detail} {remains}" });
        }
    }

    private static HostState WithEngine(HostState state) => EngineGapOf(state) is { } gap ? throw new EngineGapException(gap) : state;

    private static Gap? EngineGapOf(HostState state) => state.Gaps.FirstOrDefault(g => g.Scope == EngineGapException.Scope);
}
