namespace NetApi.History;

/// <summary>Whose turn it is: a check reads all of the disk, and a copy takes its space, so there is one of each at a time.</summary>
public sealed class HistoryCare : IDisposable
{
    private readonly SemaphoreSlim _check = new(1);
    private readonly SemaphoreSlim _backup = new(1);

    /// <summary>A turn to check, which ends when it is disposed; null while it is another's.</summary>
    public IDisposable? TryCheck() => Turn.Try(_check);

    /// <summary>A turn to make and download a copy, which ends when it is disposed; null while it is another's.</summary>
    public IDisposable? TryBackUp() => Turn.Try(_backup);

    /// <inheritdoc/>
    public void Dispose()
    {
        _check.Dispose();
        _backup.Dispose();
    }

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public static Turn? Try(SemaphoreSlim free) => free.Wait(0) ? new Turn(free) : null;

        public void Dispose() => free.Release();
    }
}
