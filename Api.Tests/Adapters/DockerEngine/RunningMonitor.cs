using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>A monitor that runs until the end of the test, and all that it said.</summary>
internal sealed class RunningMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Channel<bool> _changed = Channel.CreateUnbounded<bool>();
    private readonly Lock _taking = new();
    private readonly EngineClient _engine;
    private readonly Task _running;

    public RunningMonitor(EngineClient engine, bool runs = true, TimeProvider? clock = null, bool takes = true)
    {
        _engine = engine;
        Monitor = new EngineMonitor(engine, new EngineObserver(engine), clock ?? TimeProvider.System, Log);
        Monitor.Changed += () =>
        {
            if (takes)
                Take();
            _changed.Writer.TryWrite(true);
        };
        _running = runs ? Monitor.RunAsync(_end.Token) : Task.CompletedTask;
    }

    public EngineMonitor Monitor { get; }

    public EngineObservation Current => Monitor.Current;

    /// <summary>All that was taken, whenever it showed something else.</summary>
    public ConcurrentQueue<EngineReading> Changes { get; } = new();

    public Lines Log { get; } = new();

    public IEnumerable<string> Names => Current.Containers.Select(c => c.Name);

    /// <summary>The code of the gap that hides the engine; null where it does not hide.</summary>
    public string? Away => Current.Gaps.FirstOrDefault(g => g.Scope == "engine")?.Code;

    public Task CatchUpAsync() => Monitor.CatchUpAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits for the change after which <paramref name="condition"/> holds.</summary>
    public async Task<EngineObservation> UntilAsync(Func<EngineObservation, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition(Current))
        {
            try
            {
                await _changed.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not come about. Containers: {string.Join(", ", Names)}; gaps: {string.Join(", ", Current.Gaps)}");
            }
        }
        return Current;
    }

    public async Task<RunningMonitor> ReadyAsync()
    {
        await UntilAsync(_ => Away is null);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _engine.Dispose();
        _end.Dispose();
    }

    // Of two signals at once the first may take what the second is about.
    private void Take()
    {
        lock (_taking)
        {
            var taken = Monitor.Take();
            if (!ReferenceEquals(taken.Observation, Changes.LastOrDefault()?.Observation))
                Changes.Enqueue(taken);
        }
    }

    /// <summary>What was logged.</summary>
    internal sealed class Lines : ILogger<EngineMonitor>
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
