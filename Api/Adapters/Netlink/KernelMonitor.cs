using System.Diagnostics;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Monitor;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>Follows the kernel: every namespace that can be found, by events, on one thread of its own.</summary>
/// <remarks>
/// "The host" is the namespace of the thread that starts it. Without CAP_SYS_ADMIN other namespaces are gaps. Without CAP_NET_ADMIN, which gives them an id,
/// or CAP_NET_BROADCAST, which lets their events through, they are read again with each scan. Ids that it assigns (RTM_NEWNSID) end with their namespaces.
/// </remarks>
public sealed class KernelMonitor : IDisposable
{
    // A change comes as a bunch of events within microseconds; one reading answers all of them.
    private const int QuietMs = 1;
    private const int MostBunchedMs = 4;
    private const int StackBytes = 1024 * 1024;

    private readonly int _eventBufferBytes;
    private readonly Interruptions _interruptions;
    private readonly Wakeup _wakeup = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<KernelObservation> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<TaskCompletionSource<KernelObservation>> _waiting = [];
    private IReadOnlyCollection<string>? _newPaths;
    private Thread? _thread;
    private KernelReading? _reading;
    private volatile bool _stopping;
    private volatile Exception? _failure;

    /// <summary>Prepares it; <see cref="Start"/> starts it.</summary>
    /// <param name="clock">Tells when events were lost.</param>
    /// <param name="eventBufferBytes">How much the kernel may keep of events that were not read yet; 4 MiB take some 2,000 of them.</param>
    public KernelMonitor(TimeProvider clock, int eventBufferBytes = 4 * 1024 * 1024)
    {
        _eventBufferBytes = eventBufferBytes;
        _interruptions = new Interruptions(clock);
    }

    /// <summary>Raised after <see cref="Current"/> was swapped, or <see cref="Failure"/> set, on the monitor's thread: return at once.</summary>
    public event Action? Changed;

    /// <summary>What is known now; null before the first reading has ended.</summary>
    public KernelObservation? Current => Volatile.Read(ref _reading)?.Observation;

    /// <summary>Why the kernel can no longer be followed: <see cref="Current"/> grows old from then on. Null while all is well.</summary>
    public Exception? Failure => _failure;

    /// <summary>The last times in which events were missed, the newest last. One ends in the same step in which <see cref="Current"/> shows what was read after it.</summary>
    public IReadOnlyList<Interruption> Interruptions => _interruptions.All;

    /// <summary>Ends with the first reading.</summary>
    /// <exception cref="NetlinkException">The kernel does not even let the own namespace be read.</exception>
    public Task<KernelObservation> First => _first.Task;

    /// <summary>Starts following, in the calling thread's namespace.</summary>
    public void Start()
    {
        _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "netlink" };
        _thread.Start();
    }

    /// <summary>Takes what is known, and with it what led to it since it was taken before. For one taker, after <see cref="First"/> has ended.</summary>
    public KernelReading Take()
    {
        lock (_gate)
        {
            var taken = _reading ?? throw new InvalidOperationException("Nothing has been read yet.");
            Volatile.Write(ref _reading, taken with { IsNew = false, NotBefore = null });
            return taken;
        }
    }

    /// <summary>Names paths of namespaces that are known otherwise, such as sandbox keys and <c>/proc/PID/ns/net</c>: all of them, each time.</summary>
    public void Know(IReadOnlyCollection<string> paths)
    {
        lock (_gate)
            _newPaths = paths;
        _wakeup.Signal();
    }

    /// <summary>An observation that shows everything the kernel did before the call. Of listening sockets that holds for the own namespace alone.</summary>
    /// <exception cref="NetlinkException">The kernel can no longer be followed.</exception>
    public Task<KernelObservation> CatchUpAsync(CancellationToken cancel)
    {
        var waiter = new TaskCompletionSource<KernelObservation>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_failure is { } failure)
                return Task.FromException<KernelObservation>(failure);
            _waiting.Add(waiter);
        }
        _wakeup.Signal();
        return waiter.Task.WaitAsync(cancel);
    }

    /// <summary>Stops, and waits for the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wakeup.Signal();
        _thread?.Join();
        Fail(new ObjectDisposedException(nameof(KernelMonitor)));
        _wakeup.Dispose();
    }

    private void Run()
    {
        try
        {
            // Here, so that a /proc that is not there is told like all else that cannot be read.
            var bootId = Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id"));
            using var loop = new MonitorLoop(bootId, _eventBufferBytes, _interruptions);
            Follow(loop);
        }
        catch (Exception e)
        {
            // Whoever waits must learn of it; the next one who asks, too; and whoever only listens.
            Fail(e);
            Changed?.Invoke();
        }
    }

    private void Follow(MonitorLoop loop)
    {
        Span<pollfd> fds = stackalloc pollfd[4];
        var budget = new WorkBudget(TimeProvider.System);
        while (!_stopping)
        {
            var waiting = TakeMail(loop);
            var start = Stopwatch.GetTimestamp();
            loop.Drain();
            loop.Work(all: waiting.Count > 0 || Current is null);
            if (Publish(loop))
                Changed?.Invoke();
            _first.TrySetResult(Current!);
            waiting.ForEach(w => w.TrySetResult(Current!));
            budget.Spend(Stopwatch.GetElapsedTime(start));
            Wait(loop, fds, MillisecondsUntil(loop.NextDue()), (int)budget.Pause.TotalMilliseconds);
        }
    }

    private bool Publish(MonitorLoop loop)
    {
        var observation = loop.Publish(out var isCaughtUp);
        lock (_gate)
        {
            // What is read in an interruption may be older than it seems, too.
            var missedSince = isCaughtUp ? _interruptions.End() : _interruptions.Open?.Since;
            if (observation is null)
                return false;
            Volatile.Write(ref _reading, new KernelReading(observation, true, ((DateTimeOffset?[])[_reading?.NotBefore, missedSince]).Min()));
            return true;
        }
    }

    // Events are taken during a pause, too, so that the socket's buffer does not run over; what they make stale is read after it.
    private void Wait(MonitorLoop loop, Span<pollfd> fds, int timeoutMs, int pauseMs)
    {
        var bunch = pauseMs > 0 ? Stopwatch.StartNew() : null;
        var mostMs = Math.Max(MostBunchedMs, pauseMs);
        timeoutMs = Math.Max(timeoutMs, pauseMs);
        while (true)
        {
            loop.FillPoll(fds);
            fds[3] = new pollfd { fd = _wakeup.Descriptor, events = LinuxPoll.POLLIN };
            if (Libc.poll(fds, (nuint)fds.Length, timeoutMs) <= 0)
                return;
            if (fds[1].revents != 0 || fds[2].revents != 0)
                loop.TakeNames(mountsChanged: fds[2].revents != 0);
            if (fds[0].revents != 0)
                loop.Drain();
            if (fds[3].revents != 0)
            {
                _wakeup.Reset();
                return;
            }
            bunch ??= Stopwatch.StartNew();
            if (bunch.ElapsedMilliseconds >= mostMs)
                return;
            timeoutMs = Math.Max(QuietMs, pauseMs - (int)bunch.ElapsedMilliseconds);
        }
    }

    private List<TaskCompletionSource<KernelObservation>> TakeMail(MonitorLoop loop)
    {
        IReadOnlyCollection<string>? paths;
        List<TaskCompletionSource<KernelObservation>> waiting;
        lock (_gate)
        {
            (paths, _newPaths) = (_newPaths, null);
            (waiting, _waiting) = (_waiting, []);
        }
        if (paths is not null)
            loop.Know(paths);
        return waiting;
    }

    private void Fail(Exception failure)
    {
        List<TaskCompletionSource<KernelObservation>> waiting;
        lock (_gate)
        {
            _failure ??= failure;
            (waiting, _waiting) = (_waiting, []);
        }
        waiting.ForEach(w => w.TrySetException(failure));
        // Nobody may be waiting for it.
        if (_first.TrySetException(failure))
            _ = _first.Task.Exception;
    }

    private static int MillisecondsUntil(long timestamp) =>
        (int)Math.Clamp(Math.Ceiling((timestamp - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency), 0, 60_000);
}
