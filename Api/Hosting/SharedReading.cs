namespace NetApi.Hosting;

/// <summary>A reading that callers share.</summary>
/// <remarks>
/// Each answer is drawn from a reading that began after the caller came, so nobody sees the past;
/// callers that come together share one reading, and only one runs at a time.
/// </remarks>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="read">Reads once.</param>
public sealed class SharedReading<T>(Func<CancellationToken, Task<T>> read)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task<T>? _next;

    /// <summary>Reads; the caller who cancels stops waiting and disturbs nobody else.</summary>
    public Task<T> ReadAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            _next ??= ReadAfterAsync(_running);
            return _next.WaitAsync(cancel);
        }
    }

    private async Task<T> ReadAfterAsync(Task earlier)
    {
        // How the earlier reading ended concerns those who waited for it.
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _running = _next!;
            _next = null;
        }
        // One reading serves several callers: none of them may cancel it.
        return await read(CancellationToken.None);
    }
}
