using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
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
        using var monitor = Monitor(engine, live, () => Started(kernels), revision => told.Writer.TryWrite(revision));
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(told, () => HasKernel(live.Current) && live.Current!.Links.Any(l => l.Name == "lo"));

        // A path that is none ends its thread.
        kernels.Single().Know([null!]);
        await UntilAsync(told, () => !HasKernel(live.Current));
        Assert.Empty(live.Current!.Links);
        Assert.False(live.Current.IsComplete);

        await UntilAsync(told, () => HasKernel(live.Current));
        Assert.Equal(2, kernels.Count);
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
        using var monitor = Monitor(engine, live, () => new KernelMonitor(TimeProvider.System), _ => { });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        var state = await monitor.CatchUpAsync(TestContext.Current.CancellationToken);
        Assert.Contains(state.Gaps, g => (g.Scope, g.Code) == ($"container:{id}", "namespace-not-found"));
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

    private static HostMonitor Monitor(EngineClient engine, LiveState live, Func<KernelMonitor> startKernel, Action<Revision> tell) => new(
        new EngineMonitor(engine, new EngineObserver(engine), TimeProvider.System, NullLogger<EngineMonitor>.Instance),
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
