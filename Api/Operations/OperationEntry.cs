namespace NetApi.Operations;

/// <summary>An operation that changes, and those who wait for its changes.</summary>
/// <remarks>Readers take the newest state when they come to it. Nothing is queued for them, so a slow one holds nobody up.</remarks>
internal sealed class OperationEntry : IProgress<PullState>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OperationUpdate _newest;

    public OperationEntry(Operation begun, CancellationToken stopping)
    {
        _newest = new OperationUpdate(1, begun);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stop = _stop.Token;
    }

    public Operation Current => Look().Newest.Operation;

    /// <summary>Cancelled when the work is to end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Completes when the operation has ended.</summary>
    public Task Finished => _finished.Task;

    /// <summary>The newest state, and what completes as soon as there is a newer one.</summary>
    public (OperationUpdate Newest, Task Changed) Look()
    {
        lock (_gate)
            return (_newest, _changed.Task);
    }

    public void Report(PullState value) => Change(o => o with { Progress = value });

    public void Finish(Func<Operation, Operation> end)
    {
        Change(end);
        _finished.TrySetResult();
        Dispose();
    }

    /// <summary>Asks the work to end; it may still succeed.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            // CancelAsync runs what hangs on the token elsewhere: under this lock it could wait for itself.
            if (_newest.Operation.State == OperationState.Running)
                _ = _stop.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _stop.Dispose();
    }

    private void Change(Func<Operation, Operation> change)
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            if (_newest.Operation.State != OperationState.Running)
                return;
            _newest = new OperationUpdate(_newest.Sequence + 1, change(_newest.Operation));
            (woken, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        woken.SetResult();
    }
}

/// <summary>A state of an operation.</summary>
/// <param name="Sequence">1 for the first state, one more for each later one.</param>
/// <param name="Operation">The state.</param>
internal sealed record OperationUpdate(long Sequence, Operation Operation);
