using System.Threading.Channels;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Monitor;
using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>Follows the engine and the kernel, joins what they show to states, and publishes each that differs.</summary>
/// <remarks>The first state is published once NetApi listens: its own socket belongs to the host as it is from then on.</remarks>
public sealed partial class HostMonitor(
    EngineMonitor engine, Func<KernelMonitor> startKernel, SocketHolders holders, Revisions revisions, LiveState live, CallJournal calls, HostIdentity identity, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<HostMonitor> log)
    : BackgroundService
{
    private static readonly TimeSpan KernelRetryDelay = TimeSpan.FromSeconds(2);

    // One signal at the most: changes that come while a state is assembled are in the next one.
    private readonly Channel<bool> _changed = NewSignal();
    private readonly Channel<bool> _engineChanged = NewSignal();
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly RevisionCauses _causes = new(calls);
    private readonly WorkBudget _budget = new(clock);
    private readonly StateAssembler _assembler = new(identity.Id);
    private readonly MissingNamespaces _missing = new(clock);
    private readonly SilentChangeWatch _silent = new(clock);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _again;
    private volatile KernelMonitor? _kernel;
    private Gap? _kernelFailure;
    private EngineObservation? _knownEngine;

    // Times in which there was no kernel monitor to miss events. Written while a state is published.
    private readonly Interruptions _kernelLosses = new(clock);

    /// <summary>The last times in which events of the kernel or of the engine were missed, the newest last.</summary>
    public IReadOnlyList<Interruption> Interruptions => [.. engine.Interruptions.Concat(_kernelLosses.All).Concat(_kernel?.Interruptions ?? []).OrderBy(i => i.Since)];

    /// <summary>A state that shows everything that the engine and the kernel did before the call.</summary>
    public async Task<HostState> CatchUpAsync(CancellationToken cancel)
    {
        await _started.Task.WaitAsync(cancel);
        await engine.CatchUpAsync(cancel);
        TellKernel();
        if (_kernel is { } kernel)
            await CatchUpAsync(kernel, cancel);
        var (state, held) = await PublishAsync(cancel);
        // Whoever asked for all must not be told that it is complete while something is held back.
        for (var waited = TimeSpan.Zero; held is { } rest && waited < MissingNamespaces.Patience; waited += rest)
        {
            await Task.Delay(rest, clock, cancel);
            (state, held) = await PublishAsync(cancel);
        }
        return state;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _again?.Dispose();
        _kernel?.Dispose();
        _publishing.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        engine.Changed += () =>
        {
            _engineChanged.Writer.TryWrite(true);
            Signal();
        };
        var following = engine.RunAsync(stoppingToken);
        await StartKernelAsync(stoppingToken);
        await Task.WhenAll(engine.CatchUpAsync(stoppingToken), SeeOwnSocketAsync(stoppingToken));
        _started.SetResult();
        Signal();
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.Reader.ReadAsync(stoppingToken);
            await PauseAsync(stoppingToken);
            _changed.Reader.TryRead(out _);
            if (_kernel is { Failure: { } failure } dead)
            {
                // Before the pause: what is known is no longer the kernel's state.
                await PublishAsync(stoppingToken);
                await LoseKernelAsync(dead, failure, stoppingToken);
            }
            if (_kernel is null)
                await StartKernelAsync(stoppingToken);
            TellKernel();
            await PublishAsync(stoppingToken);
        }
        await following;
    }

    // What changes meanwhile is in the same state. The engine's changes are few, as starting a container costs it more than telling costs NetApi: they are told at once.
    private async Task PauseAsync(CancellationToken cancel)
    {
        if (_engineChanged.Reader.TryRead(out _) || _budget.Pause is not { Ticks: > 0 } pause)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(pause);
        try
        {
            await _engineChanged.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It was quiet.
        }
    }

    private async Task StartKernelAsync(CancellationToken cancel)
    {
        var kernel = startKernel();
        kernel.Changed += Signal;
        kernel.Start();
        try
        {
            await kernel.First.WaitAsync(cancel);
            _knownEngine = null;
            _kernel = kernel;
        }
        catch (OperationCanceledException)
        {
            kernel.Dispose();
            throw;
        }
        catch (Exception e)
        {
            await LoseKernelAsync(kernel, e, cancel);
        }
    }

    // Nothing tells of a listening socket, and the kernel was read while the server started.
    private async Task SeeOwnSocketAsync(CancellationToken cancel)
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var waiting = lifetime.ApplicationStarted.Register(listens.SetResult);
        await listens.Task.WaitAsync(cancel);
        if (_kernel is { } kernel)
            await CatchUpAsync(kernel, cancel);
    }

    private static async Task CatchUpAsync(KernelMonitor kernel, CancellationToken cancel)
    {
        try
        {
            await kernel.CatchUpAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It has failed, and the state says so.
        }
    }

    // It may be refused for good, or for lack of memory a moment ago: told as a gap, and tried again.
    private async Task LoseKernelAsync(KernelMonitor kernel, Exception failure, CancellationToken cancel)
    {
        KernelLost(failure);
        _kernelFailure = GapOf(failure);
        _kernel = null;
        kernel.Dispose();
        await Task.Delay(KernelRetryDelay, clock, cancel);
        Signal();
    }

    // Where the engine's sandboxes are, so that they need not be searched for.
    private void TellKernel()
    {
        var seen = engine.Current;
        if (ReferenceEquals(seen, _knownEngine) || _kernel is not { } kernel)
            return;
        _knownEngine = seen;
        kernel.Know([.. seen.Containers.Where(c => c.IsLive).SelectMany(PathsOf)]);
    }

    // The state, and when to ask again for what it holds back.
    private async Task<(HostState State, TimeSpan? Held)> PublishAsync(CancellationToken cancel)
    {
        await _publishing.WaitAsync(cancel);
        var start = clock.GetTimestamp();
        try
        {
            // What is taken belongs to this state alone: where that is no revision, it led to none. That holds for what is held back, too. It is only a gap;
            // all else that was read with it is in this state, and names its causes. A gap that is told after all is told because nothing came for a while.
            var ofKernel = TakeKernel();
            var named = holders.Name(ofKernel.Observation);
            // Last, as it is the later one to know: with an engine older than the kernel, what is in a container's namespace would be nobody's for a moment.
            var ofEngine = engine.Take();
            var causes = _causes.Of(ofEngine, ofKernel);
            var state = _missing.Hold(_assembler.Assemble(clock.GetUtcNow(), named, ofEngine.Observation), out var held);
            revisions.Publish(state, changes => _causes.WithCalls(causes, changes, state), ((DateTimeOffset?[])[ofEngine.NotBefore, ofKernel.NotBefore]).Min());
            if (_silent.IsDue(state, out var open))
                engine.LookAgain();
            SignalIn(held < open ? held : open ?? held);
            return (live.Current!, held);
        }
        finally
        {
            _budget.Spend(clock.GetElapsedTime(start));
            _publishing.Release();
        }
    }

    private KernelReading TakeKernel()
    {
        var kernel = _kernel;
        if (kernel is { Failure: null })
        {
            var taken = kernel.Take();
            return _kernelLosses.End() is { } lost ? taken with { NotBefore = lost } : taken;
        }
        var gap = kernel?.Failure is { } failure ? GapOf(failure) : _kernelFailure!;
        return new KernelReading(new KernelObservation([], [gap]), _kernelLosses.Begin(gap.Code, gap.Detail), null);
    }

    private void SignalIn(TimeSpan? time)
    {
        _again ??= clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _again.Change(time ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Signal() => _changed.Writer.TryWrite(true);

    private static Channel<bool> NewSignal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private static Gap GapOf(Exception failure) => new("kernel", Gap.KernelUnreadable, failure.Message);

    private static IEnumerable<string> PathsOf(Container container)
    {
        if (container.SandboxKey is { Length: > 0 } key)
            yield return key;
        if (container.Pid is { } pid)
            yield return $"/proc/{pid}/ns/net";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The kernel can no longer be followed; NetApi tries again.")]
    private partial void KernelLost(Exception failure);
}
