using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>Kernel and engine tell of the end of a container one after the other.</summary>
[Trait("Ring", "Engine")]
public sealed class ContainerEndTests
{
    private const int Kills = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_container_that_is_killed_and_started_again_is_never_a_gap()
    {
        Ring.Engine();
        await using var lab = new LabDocker();
        using var engine = new EngineClient(EngineOptions.Parse(lab.Host));
        var published = new ConcurrentQueue<Revision>();
        using var told = new SemaphoreSlim(0);
        var live = new LiveState(_ => throw new InvalidOperationException("Nobody asks."));
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        using var monitor = new HostMonitor(
            new EngineMonitor(engine, new EngineObserver(engine), TimeProvider.System, NullLogger<EngineMonitor>.Instance),
            () => new KernelMonitor(TimeProvider.System),
            new SocketHolders(),
            new Revisions(live, (revision, _) => Publish(revision)),
            live,
            new CallJournal(),
            new HostIdentity { Id = "test" },
            lifetime,
            TimeProvider.System,
            NullLogger<HostMonitor>.Instance);
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        var name = lab.NewContainerName();
        var id = (await lab.DockerAsync("run", "-d", "--name", name, LabDocker.Busybox, "sleep", "600")).Trim();
        for (var i = 0; i < Kills; i++)
        {
            await UntilAsync(s => s.NamespaceOf(id) is not null);
            await lab.DockerAsync("kill", name);
            await UntilAsync(s => s.NamespaceOf(id) is null && s.Containers.Any(c => c.Id == id && !c.IsLive));
            await lab.DockerAsync("start", name);
        }
        await monitor.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(published.Count > 2 * Kills);
        Assert.DoesNotContain(published.SelectMany(r => r.Gaps), g => g.Scope == $"container:{id}");

        void Publish(Revision revision)
        {
            published.Enqueue(revision);
            told.Release();
        }

        async Task UntilAsync(Func<HostState, bool> expected)
        {
            while (live.Current is not { } state || !expected(state))
                Assert.True(await told.WaitAsync(Patience, TestContext.Current.CancellationToken), "No revision brought it about.");
        }
    }
}
