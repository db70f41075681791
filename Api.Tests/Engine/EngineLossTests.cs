using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Tests.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Engine;

/// <summary>A real engine is killed, started again and stopped while NetApi follows it.</summary>
[Trait("Ring", "Engine")]
public sealed class EngineLossTests
{
    private const string LiveRestore = """{"live-restore":true}""";

    [Fact]
    public async Task An_engine_that_is_killed_is_a_gap_and_afterwards_the_truth_comes_back_with_and_without_live_restore()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync();
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await engine.RunAsync("worker");
        await monitor.UntilAsync(o => o.Containers is [{ State: ContainerState.Running }]);

        await engine.KillAsync();
        await monitor.UntilAsync(_ => monitor.Away == "engine-unavailable");
        Assert.Empty(monitor.Current.Containers);
        await engine.LaunchAsync("{}");
        await monitor.CatchUpAsync();
        // Without live-restore an engine ends what it finds running.
        Assert.Equal(ContainerState.Exited, Assert.Single(monitor.Current.Containers).State);
        Assert.Contains(monitor.Log.All, l => l.Contains("out of sight", StringComparison.Ordinal));

        await engine.ReloadAsync(LiveRestore);
        await monitor.UntilAsync(o => o.Settings is { LiveRestore: true });
        await engine.DockerAsync("start", "worker");
        await monitor.CatchUpAsync();
        var before = Assert.Single(monitor.Current.Containers);
        Assert.Equal(ContainerState.Running, before.State);

        await engine.KillAsync();
        await monitor.UntilAsync(_ => monitor.Away == "engine-unavailable");
        Assert.Contains("live-restore", monitor.Current.Gaps[0].Detail, StringComparison.Ordinal);
        await engine.LaunchAsync(LiveRestore);
        await monitor.CatchUpAsync();
        // It ran all the while: nothing of it changed, and it is the same object still.
        Assert.Same(before, Assert.Single(monitor.Current.Containers));
    }

    [Fact]
    public async Task An_engine_that_is_stopped_hangs_and_is_not_down()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync();
        await using var monitor = await new RunningMonitor(engine.Connect(TimeSpan.FromSeconds(1))).ReadyAsync();
        var before = monitor.Current;
        var answers = DateTimeOffset.UtcNow;
        await monitor.CatchUpAsync();
        await engine.SignalAsync("STOP");
        var stopped = DateTimeOffset.UtcNow;
        await monitor.CatchUpAsync();
        Assert.Equal("engine-hung", monitor.Away);
        Assert.InRange(Assert.Single(monitor.Monitor.Interruptions).Since, answers, stopped);
        await engine.SignalAsync("CONT");
        await monitor.CatchUpAsync();
        Assert.Same(before, monitor.Current);
    }

    [Fact]
    public async Task Settings_are_told_as_docker_info_does()
    {
        Ring.Engine();
        await using var engine = await OwnEngine.StartAsync("""{"default-address-pools":[{"base":"10.90.0.0/16","size":24},{"base":"10.91.0.0/16","size":28}]}""");
        using var client = engine.Connect();
        var settings = (await new EngineObserver(client).ObserveAsync(TestContext.Current.CancellationToken)).Settings!;
        Assert.Equal(
            (await engine.DockerAsync("info", "-f", "{{.ServerVersion}} {{.LiveRestoreEnabled}} {{.Swarm.LocalNodeState}} {{range .DefaultAddressPools}}{{.Base}} {{.Size}},{{end}}")).Trim(),
            $"{settings.Version} {settings.LiveRestore.ToString().ToLowerInvariant()} {settings.Swarm} {string.Concat(settings.DefaultAddressPools.Select(p => $"{p.Base} {p.Size},"))}");
        Assert.Null(settings.UserlandProxy);
    }
}
