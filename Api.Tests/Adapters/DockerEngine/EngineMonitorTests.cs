using System.Net;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineMonitorTests
{
    [Fact]
    public async Task Current_BeforeTheFirstReading_IsAGap()
    {
        await using var engine = await StandInEngine.StartAsync();
        await using var monitor = new RunningMonitor(engine.Connect(), runs: false);
        Assert.Equal("engine-not-read", monitor.Away);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task Run_EngineThatAnswers_ShowsAllOfIt()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        host.Run("b");
        host.Run("a");
        host.CreateNetwork("n");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        Assert.Equal(["a", "b"], monitor.Names);
        Assert.Equal("n", Assert.Single(monitor.Current.Networks).Name);
        Assert.Equal(("stand-in", "1.41", "inactive"), (monitor.Current.Settings!.Version, monitor.Current.Settings.ApiVersion, monitor.Current.Settings.Swarm));
        Assert.Empty(monitor.Current.Gaps);
        Assert.Empty(Assert.Single(monitor.Changes).Causes);
    }

    [Fact]
    public async Task Run_ContainerThatStartsWhileItIsRead_IsNotLost()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        host.OnListed = () =>
        {
            host.OnListed = () => { };
            host.Run("late");
        };
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.UntilAsync(_ => monitor.Names.SequenceEqual(["late"]));
    }

    [Fact]
    public async Task Run_EventBeforeTheEngineJoinsTheSubscriber_IsNotLost()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var joins = new ManualResetEventSlim();
        // The engine has answered; NetApi reads everything; then a container starts; only then the engine joins the subscriber.
        host.OnAnswered = () => joins.Wait(TestContext.Current.CancellationToken);
        host.OnListed = () =>
        {
            Task.Run(() =>
            {
                host.Run("early");
                joins.Set();
            });
        };
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.UntilAsync(_ => monitor.Names.SequenceEqual(["early"]));
    }

    [Fact]
    public async Task Run_ContainerThatStarts_ReadsThatOneAlone()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var old = host.Run("old");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var before = host.InspectionsOf(old);

        var id = host.Run("new");
        var observation = await monitor.UntilAsync(o => o.Containers.Length == 2);
        await monitor.CatchUpAsync();
        Assert.All(monitor.Changes.Last().Causes, c => Assert.Equal(("container", id), (c.ActorType, c.ActorId)));
        Assert.Equal(before, host.InspectionsOf(old));
        Assert.Same(monitor.Changes.First().Observation.Containers[0], observation.Containers.Single(c => c.Name == "old"));
    }

    [Fact]
    public async Task Run_RenamesRemovalsAndNetworks_AreFollowed()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (a, b) = (host.Run("a"), host.Run("b"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();

        host.Rename(a, "z");
        await monitor.UntilAsync(_ => monitor.Names.SequenceEqual(["b", "z"]));
        host.Remove(b);
        await monitor.UntilAsync(_ => monitor.Names.SequenceEqual(["z"]));
        var network = host.CreateNetwork("n");
        await monitor.UntilAsync(o => o.Networks.Length == 1);
        host.Connect(network, a);
        await monitor.UntilAsync(o => o.Containers[0].Networks.Length == 1);
        await monitor.CatchUpAsync();
        Assert.Equal("connect", Assert.Single(monitor.Changes.Last().Causes).Action);
    }

    [Fact]
    public async Task Run_ContainerThatIsGoneWhenItIsInspected_LeavesNoGap()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        for (var i = 0; i < 50; i++)
            host.Remove(host.Run($"short-{i}"));
        await monitor.CatchUpAsync();
        Assert.Empty(monitor.Names);
        Assert.Empty(monitor.Current.Gaps);
    }

    [Fact]
    public async Task Run_EventsThatChangeNothing_AreNotAskedAbout()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (quiet, other) = (host.Run("quiet"), host.Run("other"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        engine.Requests.Clear();

        foreach (var action in new[] { "exec_create: sh -c true", "exec_start: sh -c true", "exec_die", "health_status: healthy", "top", "attach", "resize", "kill" })
            host.Tell("container", action, quiet);
        host.Tell("container", "prune", "");
        host.Rename(other, "renamed");
        await monitor.UntilAsync(_ => monitor.Names.Contains("renamed"));
        Assert.Equal([$"GET /v1.41/containers/{other}/json"], engine.Requests);
    }

    [Fact]
    public async Task Run_ContentThatStaysTheSame_KeepsItsObjectsAndRaisesNothing()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (id, network) = (host.Run("same"), host.CreateNetwork("n"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var (before, inspections, changes) = (monitor.Current, host.InspectionsOf(id), monitor.Changes.Count);

        host.Tell("container", "start", id);
        host.Tell("network", "create", network);
        host.Tell("daemon", "reload", "");
        await monitor.CatchUpAsync();
        Assert.True(host.InspectionsOf(id) > inspections);
        Assert.Same(before, monitor.Current);
        Assert.Equal(changes, monitor.Changes.Count);
    }

    [Fact]
    public async Task Run_AThousandEvents_CostFewInspections()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var id = host.Run("busy");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var before = host.InspectionsOf(id);

        for (var i = 0; i < 1000; i++)
            host.Rename(id, $"busy-{i}");
        await monitor.CatchUpAsync();
        Assert.Equal(["busy-999"], monitor.Names);
        Assert.InRange(host.InspectionsOf(id) - before, 1, 200);
    }

    [Fact]
    public async Task LookAgain_NetworkThatNoEventTold_IsShown()
    {
        await using var engine = await StandInEngine.StartAsync();
        _ = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        engine.On("GET /networks", HttpStatusCode.OK, """[{"Name":"docker_gwbridge","Id":"0123456789abcdef","Driver":"bridge","Scope":"local","Created":"2026-01-01T00:00:00Z"}]""");
        monitor.Monitor.LookAgain();
        await monitor.UntilAsync(o => o.Networks.Length == 1);
        Assert.Empty(monitor.Changes.Last().Causes);
    }

    [Fact]
    public async Task CatchUp_WhatNoEventTold_IsFoundByTheLists()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (same, ends, goes) = (host.Run("same"), host.Run("ends"), host.Run("goes"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        host.EndSilently(ends);
        host.RemoveSilently(goes);
        await monitor.CatchUpAsync();
        Assert.Equal([("ends", ContainerState.Exited), ("same", ContainerState.Running)], monitor.Current.Containers.Select(c => (c.Name, c.State)));
        Assert.Equal(1, host.InspectionsOf(same));
    }

    [Fact]
    public async Task Run_ContainerThatIsRefused_IsAGapUntilItIsCaughtUp()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (good, bad) = (host.Run("good"), new string('b', 64));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        engine.On($"GET /containers/{bad}/json", HttpStatusCode.InternalServerError, """{"message":"broken"}""");
        host.Tell("container", "start", bad);
        await monitor.UntilAsync(o => o.Gaps.Length > 0);
        Assert.Equal(($"container:{bad}", "engine-refused"), (monitor.Current.Gaps[0].Scope, monitor.Current.Gaps[0].Code));
        Assert.Equal(["good"], monitor.Names);

        engine.On($"GET /containers/{bad}/json", HttpStatusCode.NotFound, """{"message":"gone"}""");
        await monitor.CatchUpAsync();
        Assert.Empty(monitor.Current.Gaps);
        Assert.Equal(1, host.InspectionsOf(good));
    }

    [Fact]
    public async Task Run_SettingsAreReloaded_ReadsThemAgain()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        Assert.False(monitor.Current.Settings!.LiveRestore);
        engine.On("GET /info", HttpStatusCode.OK, """
            {"ServerVersion":"28","LiveRestoreEnabled":true,"FirewallBackend":{"Driver":"nftables"},
             "DefaultAddressPools":[{"Base":"10.10.0.0/16","Size":24}],"Swarm":{"LocalNodeState":"active"}}
            """);
        host.Tell("daemon", "reload", "a");
        var settings = (await monitor.UntilAsync(o => o.Settings!.LiveRestore)).Settings!;
        Assert.Equal(("28", "nftables", "active", null), (settings.Version, settings.FirewallBackend, settings.Swarm, settings.UserlandProxy));
        Assert.Equal([new AddressPool(IPNetwork.Parse("10.10.0.0/16"), 24)], settings.DefaultAddressPools);
    }
}
