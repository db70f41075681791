using NetApi.Hosting.Problems;

namespace NetApi.Operations;

/// <summary>Runs operations and remembers them for a while, in memory: they end with the process.</summary>
public sealed partial class OperationRegistry(TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<OperationRegistry> log)
{
    /// <summary>Operations that run at the same time.</summary>
    public const int MaxRunning = 8;

    /// <summary>Finished operations that are remembered.</summary>
    public const int MaxFinished = 200;

    /// <summary>How long a finished operation is remembered.</summary>
    public static readonly TimeSpan KeepFinished = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly List<OperationEntry> _entries = [];

    /// <summary>Every operation that is remembered, by start.</summary>
    public IReadOnlyList<Operation> All
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return [.. _entries.Select(e => e.Current)];
            }
        }
    }

    internal OperationEntry? Find(string id)
    {
        lock (_gate)
        {
            Forget();
            return _entries.FirstOrDefault(e => e.Current.Id == id);
        }
    }

    /// <summary>Starts work in the background. Where the same image is pulled already, that operation is given back.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="begin">What is pulled.</param>
    /// <param name="work">Is told where to report progress and when to end, and says how it ended.</param>
    /// <returns>The operation; null where <see cref="MaxRunning"/> are running.</returns>
    internal Operation? Start(OperationKind kind, PullState begin, Func<IProgress<PullState>, CancellationToken, Task<OperationOutcome>> work)
    {
        OperationEntry entry;
        lock (_gate)
        {
            Forget();
            var running = _entries.Select(e => e.Current).Where(o => o.State == OperationState.Running).ToList();
            if (running.FirstOrDefault(o => o.Kind == kind && o.Progress.Image == begin.Image) is { } same)
                return same;
            if (running.Count >= MaxRunning)
                return null;
            var now = clock.GetUtcNow();
            var begun = new Operation { Id = Guid.CreateVersion7(now).ToString(), Kind = kind, State = OperationState.Running, CreatedAt = now, Progress = begin };
            _entries.Add(entry = new OperationEntry(begun, lifetime.ApplicationStopping));
        }
        var first = entry.Current;
        _ = Task.Run(() => RunAsync(entry, work));
        return first;
    }

    private async Task RunAsync(OperationEntry entry, Func<IProgress<PullState>, CancellationToken, Task<OperationOutcome>> work)
    {
        try
        {
            var (result, problem) = await work(entry, entry.Stop);
            End(entry, problem is null ? OperationState.Succeeded : OperationState.Failed, result, problem);
        }
        catch (OperationCanceledException) when (entry.Stop.IsCancellationRequested)
        {
            End(entry, OperationState.Cancelled);
        }
        catch (Exception unexpected)
        {
            LogUnexpected(unexpected, entry.Current.Id);
            End(entry, OperationState.Failed, problem: ProblemKinds.InternalError.Document("This is a defect of NetApi. Its log has the details under the operation's id."));
        }
    }

    private void End(OperationEntry entry, OperationState state, PulledImage? result = null, Problem? problem = null) =>
        entry.Finish(o => o with { State = state, FinishedAt = clock.GetUtcNow(), Result = result, Problem = problem });

    // Under the lock. What nobody asks for stays until somebody asks for anything; there are at most MaxFinished of them after that.
    private void Forget()
    {
        var finished = _entries.Where(e => e.Current.FinishedAt is not null).OrderByDescending(e => e.Current.FinishedAt).ToList();
        var oldest = clock.GetUtcNow() - KeepFinished;
        foreach (var entry in finished.Where((e, rank) => rank >= MaxFinished || e.Current.FinishedAt <= oldest))
            _entries.Remove(entry);
    }

    [LoggerMessage(LogLevel.Error, "Operation {Id} failed")]
    private partial void LogUnexpected(Exception exception, string id);
}
