using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NetApi.Operations;

namespace NetApi.Tests.Operations;

/// <summary>A registry on a clock that stands still, with work that ends when the test says so.</summary>
internal sealed class Pulls : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public Pulls() => Registry = new OperationRegistry(Clock, this, NullLogger<OperationRegistry>.Instance);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public OperationRegistry Registry { get; }

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public static PullState At(string image, long bytes) => PullState.Begin(image) with { Bytes = new PullBytes(bytes, 1000) };

    /// <summary>Starts a pull that ends as the completion says.</summary>
    public (OperationEntry Entry, TaskCompletionSource<OperationOutcome> Work) Start(string image)
    {
        var work = new TaskCompletionSource<OperationOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var operation = Registry.Start(OperationKind.ImagePull, PullState.Begin(image), (_, cancel) => work.Task.WaitAsync(cancel))!;
        return (Registry.Find(operation.Id)!, work);
    }

    public async Task<OperationEntry> FinishedAsync(string image)
    {
        var (entry, work) = Start(image);
        work.SetResult(new OperationOutcome(new PulledImage(image, "sha256:1"), null));
        await entry.Finished;
        return entry;
    }

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
