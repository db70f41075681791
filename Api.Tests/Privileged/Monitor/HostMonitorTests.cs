using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

public sealed class HostMonitorTests
{
    [Fact]
    public async Task A_kernel_that_can_no_longer_be_followed_is_a_gap_at_once_and_followed_anew()
    {
        Ring.Privileged();
        await using var stand = await StandInEngine.StartAsync();
        _ = new StandInHost(stand);
        using var engine = stand.Connect();
        var kernels = new ConcurrentQueue<KernelMonitor>();
        var told = Channel.CreateUnbounded<Revision>();
        var live = new LiveState(_ => throw new InvalidOperationException("Nobody asks."));
        var mayBeOlder = new ConcurrentQueue<DateTimeOffset?>();
        using var monitor = Monitor(Follow(engine), live, () => Started(kernels), revision =>
        {
            if (revision.NotBefore is { } time)
                mayBeOlder.Enqueue(time);
            told.Writer.TryWrite(revision);
        });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(told, () => HasKernel(live.Current) && live.Current!.Links.Any(l => l.Name == "lo"));

        // A path that is none ends its thread.
        kernels.Single().Know([null!]);
        await UntilAsync(told, () => !HasKernel(live.Current));
        Assert.Empty(live.Current!.Links);
        Assert.False(live.Current.IsComplete);

        await UntilAsync(told, () => HasKernel(live.Current));
        Assert.Equal(2, kernels.Count);
        var lost = Assert.Single(monitor.Interruptions, i => i.Code == "kernel-unreadable");
        Assert.NotNull(lost.Until);
        Assert.Equal([lost.Since], mayBeOlder);
        Assert.Contains(live.Current.Links, l => l.Name == "lo");
        Assert.NotNull((await monitor.CatchUpAsync(TestContext.Current.CancellationToken)).HostNamespace);
        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_state_that_was_asked_for_tells_of_a_container_whose_namespace_is_not_there()
    {
        Ring.Privileged();
        await using var stand = await StandInEngine.StartAsync();
        var id = new StandInHost(stand).Run("web");
        using var engine = stand.Connect();
        var live = new LiveState(_ => throw new InvalidOperationException("Nobody asks."));
        using var monitor = Monitor(Follow(engine), live, () => new KernelMonitor(TimeProvider.System), _ => { });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        var state = await monitor.CatchUpAsync(TestContext.Current.CancellationToken);
        Assert.Contains(state.Gaps, g => (g.Scope, g.Code) == ($"container:{id}", "namespace-not-found"));
        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_revision_that_comes_between_the_engines_change_and_its_signal_names_the_events_and_no_later_one_does()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        await using var stand = await StandInEngine.StartAsync();
        var host = new StandInHost(stand);
        using var client = stand.Connect();
        var engine = Follow(client);
        var revisions = new ConcurrentQueue<Revision>();
        var told = Channel.CreateUnbounded<Revision>();
        var live = new LiveState(_ => throw new InvalidOperationException("Nobody asks."));
        using var shown = new ManualResetEventSlim();
        var isFirst = 1;
        // Before the host's monitor is told of it, the kernel wakes it up.
        engine.Changed += () =>
        {
            if (engine.Current.Containers.IsEmpty || Interlocked.Exchange(ref isFirst, 0) == 0)
                return;
            netns.Ip("link add d0 type bridge");
            shown.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        };
        using var monitor = Monitor(engine, live, () => new KernelMonitor(TimeProvider.System), revision =>
        {
            revisions.Enqueue(revision);
            told.Writer.TryWrite(revision);
            if (live.Current!.Containers.Length > 0)
                shown.Set();
        });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(told, () => live.Current is { Engine: not null } state && state.Gaps.All(g => g.Scope != "engine"));
        var id = host.Run("web");
        // That its namespace is nowhere is held back for a moment, and is then told for itself.
        await UntilAsync(told, () => revisions.Any(r => r.Gaps.Any(g => g.Scope == $"container:{id}")));
        Assert.True(shown.IsSet);
        var named = Assert.Single(revisions, r => r.Causes.Any(c => c.Kind == CauseKind.Engine));
        Assert.Same(revisions.First(r => r.Changes.Any(c => c.Entity == ChangeEntity.Container)), named);
        Assert.All(named.Causes.Where(c => c.Kind == CauseKind.Engine), c => Assert.Equal(("container", id), (c.ActorType, c.ActorId)));
        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_is_found_after_the_engine_was_away_may_be_older_and_what_comes_later_may_not()
    {
        Ring.Privileged();
        await using var stand = await StandInEngine.StartAsync();
        var host = new StandInHost(stand);
        var id = host.Run("ends");
        using var client = stand.Connect();
        var revisions = new ConcurrentQueue<Revision>();
        var told = Channel.CreateUnbounded<Revision>();
        var live = new LiveState(_ => throw new InvalidOperationException("Nobody asks."));
        HostMonitor? monitor = null;
        var lasting = new ConcurrentQueue<bool>();
        using var following = monitor = Monitor(Follow(client), live, () => new KernelMonitor(TimeProvider.System), revision =>
        {
            if (revision.NotBefore is not null)
                lasting.Enqueue(monitor!.Interruptions.Any(i => i.Until is null));
            revisions.Enqueue(revision);
            told.Writer.TryWrite(revision);
        });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(told, () => live.Current?.Containers is [{ State: ContainerState.Running }]);
        host.EndSilently(id);
        host.BreakStreams();
        await UntilAsync(told, () => live.Current?.Containers is [{ State: ContainerState.Exited }]);
        host.Run("later");
        await UntilAsync(told, () => live.Current?.Containers.Length == 2);
        var found = Assert.Single(revisions, r => r.NotBefore is not null);
        Assert.Equal(Assert.Single(monitor.Interruptions, i => i.Scope == "engine").Since, found.NotBefore);
        Assert.Equal([false], lasting);
        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_first_answer_shows_the_socket_it_comes_from()
    {
        Ring.Privileged();
        using var netns = new ScratchNetns();
        netns.Ip("link set lo up");
        for (var start = 0; start < 3; start++)
        {
            await using var api = await NetApiProcess.StartAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" }, netns: netns);
            var sockets = (await api.Admin.GetJsonAsync("/api/v1/sockets?namespace=host")).GetProperty("items").EnumerateArray();
            Assert.Contains(sockets, s => s.GetProperty("port").GetInt32() == api.Address.Port);
        }
    }

    private static EngineMonitor Follow(EngineClient engine) => new(engine, new EngineObserver(engine), TimeProvider.System, NullLogger<EngineMonitor>.Instance);

    private static HostMonitor Monitor(EngineMonitor engine, LiveState live, Func<KernelMonitor> startKernel, Action<Revision> tell) => new(
        engine,
        startKernel,
        new SocketHolders(),
        new Revisions(live, (revision, _) => tell(revision)),
        live,
        new CallJournal(),
        new HostIdentity { Id = "test" },
        Started(),
        TimeProvider.System,
        NullLogger<HostMonitor>.Instance);

    private static ApplicationLifetime Started()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        return lifetime;
    }

    private static KernelMonitor Started(ConcurrentQueue<KernelMonitor> kernels)
    {
        var kernel = new KernelMonitor(TimeProvider.System);
        kernels.Enqueue(kernel);
        return kernel;
    }

    private static bool HasKernel(HostState? state) => state is not null && state.Gaps.All(g => g.Code != "kernel-unreadable");

    private static async Task UntilAsync(Channel<Revision> told, Func<bool> expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!expected())
            await told.Reader.ReadAsync(patience.Token);
    }
}
