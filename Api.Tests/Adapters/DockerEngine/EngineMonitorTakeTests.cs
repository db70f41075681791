using System.Collections.Concurrent;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>What is known is taken together with what led to it, whoever comes in between.</summary>
public sealed class EngineMonitorTakeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_BetweenTheSwapAndItsSignal_GivesTheCausesWithTheObservation()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var id = host.Run("old");
        await using var monitor = await new RunningMonitor(engine.Connect(), takes: false).ReadyAsync();
        await monitor.CatchUpAsync();
        monitor.Monitor.Take();
        var takes = new ConcurrentQueue<EngineReading>();
        monitor.Monitor.Changed += () =>
        {
            // Somebody else, who was woken up by something else, before those who are told of this.
            var other = new Thread(() => takes.Enqueue(monitor.Monitor.Take()));
            other.Start();
            other.Join();
        };
        host.Rename(id, "new");
        await monitor.CatchUpAsync();
        var taken = Assert.Single(takes);
        Assert.Equal(("new", "rename"), (Assert.Single(taken.Observation.Containers).Name, Assert.Single(taken.Causes).Action));
        Assert.Equal((0, null), (monitor.Monitor.Take().Causes.Length, monitor.Monitor.Take().NotBefore));
    }

    [Fact]
    public async Task Take_AtAnyInstant_HasCausesWhereSomethingChangedAndNowhereElse()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        string[] ids = [.. Enumerable.Range(0, 4).Select(i => host.Run($"c{i}"))];
        await using var monitor = await new RunningMonitor(engine.Connect(), takes: false).ReadyAsync();
        await monitor.CatchUpAsync();
        var last = monitor.Monitor.Take();
        var wrong = new List<EngineReading>();
        var actors = new HashSet<string>();
        var ends = false;
        var taker = new Thread(() =>
        {
            for (var isLast = false; !isLast;)
            {
                isLast = Volatile.Read(ref ends);
                var taken = monitor.Monitor.Take();
                if (ReferenceEquals(taken.Observation, last.Observation) != taken.Causes.IsEmpty)
                    wrong.Add(taken);
                actors.UnionWith(taken.Causes.Select(c => c.ActorId));
                last = taken;
            }
        });
        taker.Start();
        for (var i = 0; i < 200; i++)
            host.Rename(ids[i % ids.Length], $"c{i % ids.Length}-{i}");
        await monitor.CatchUpAsync();
        Volatile.Write(ref ends, true);
        taker.Join();
        Assert.Empty(wrong);
        Assert.Equal(ids.Order(StringComparer.Ordinal), actors.Order(StringComparer.Ordinal));
        Assert.Same(monitor.Current, last.Observation);
    }

    [Fact]
    public async Task Take_StartThatIsReadOnce_NamesAllItsEvents()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (last, network) = (host.Run("last"), host.CreateNetwork("n"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var delivery = new TaskCompletionSource();
        host.Delivery = delivery.Task;
        var id = host.Run("web");
        host.Connect(network, id);
        host.Rename(last, "renamed");
        // As a real engine does, it answers when all is done; that all was heard is seen by what came last.
        using var heard = new ManualResetEventSlim();
        engine.Instead($"GET /containers/{id}/json", () =>
        {
            heard.Wait(Token);
            return null;
        });
        engine.Instead($"GET /containers/{last}/json", () =>
        {
            heard.Set();
            return null;
        });
        delivery.SetResult();
        await monitor.UntilAsync(o => o.Containers.Any(c => c.Id == id));
        await monitor.CatchUpAsync();
        var told = Assert.Single(monitor.Changes, r => r.Causes.Any(c => c.ActorId != last));
        Assert.Contains(told.Observation.Containers, c => c.Id == id);
        Assert.Equal([("create", id), ("start", id), ("connect", network)], told.Causes.Where(c => c.ActorId != last).Select(c => (c.Action, c.ActorId)));
    }

    [Fact]
    public async Task Take_EventWhoseReadingWasBrokenOff_IsACauseOfTheReadingOfEverything()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var id = host.Run("old");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var broken = new ManualResetEventSlim();
        engine.Instead($"GET /containers/{id}/json", () =>
        {
            if (asked.TrySetResult())
                broken.Wait(Token);
            return null;
        });
        host.Rename(id, "new");
        await asked.Task.WaitAsync(Token);
        host.BreakStreams();
        await monitor.UntilAsync(_ => monitor.Away is not null);
        broken.Set();
        await monitor.ReadyAsync();
        await monitor.CatchUpAsync();
        var told = Assert.Single(monitor.Changes, r => !r.Causes.IsEmpty);
        Assert.Equal(("new", "rename"), (Assert.Single(told.Observation.Containers).Name, Assert.Single(told.Causes).Action));
    }

    [Fact]
    public async Task Take_WhatIsFoundAfterABreak_MayBeAsOldAsItsBeginningAndWhatComesLaterMayNot()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var ends = host.Run("ends");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var lasting = new ConcurrentQueue<bool>();
        monitor.Monitor.Changed += () =>
        {
            if (!monitor.Current.Containers.IsEmpty)
                lasting.Enqueue(monitor.Monitor.Interruptions.Any(i => i.Until is null));
        };
        host.EndSilently(ends);
        host.BreakStreams();
        await monitor.UntilAsync(_ => monitor.Away is not null);
        await monitor.ReadyAsync();
        await monitor.CatchUpAsync();
        host.Run("later");
        await monitor.CatchUpAsync();
        var found = Assert.Single(monitor.Changes, r => r.NotBefore is not null);
        Assert.Equal(Assert.Single(monitor.Monitor.Interruptions).Since, found.NotBefore);
        Assert.Equal(ContainerState.Exited, Assert.Single(found.Observation.Containers).State);
        Assert.Equal([false, false], lasting);
    }

    [Fact]
    public async Task Take_BreakThatFoundNothing_MakesNothingOlderThanItSeems()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var clock = new LeapingClock();
        await using var monitor = await new RunningMonitor(engine.Connect(), clock: clock).ReadyAsync();
        var id = host.Run("there");
        await monitor.CatchUpAsync();
        var changes = monitor.Changes.Count;
        // After a quiet time a break is mended before anybody is told of it.
        clock.Leap = TimeSpan.FromMinutes(1);
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.OnAnswered = () => again.TrySetResult();
        host.BreakStreams();
        await again.Task.WaitAsync(Token);
        await monitor.CatchUpAsync();
        Assert.NotNull(Assert.Single(monitor.Monitor.Interruptions).Until);
        Assert.Equal(changes, monitor.Changes.Count);
        host.Rename(id, "later");
        await monitor.CatchUpAsync();
        Assert.Equal(changes + 1, monitor.Changes.Count);
        Assert.All(monitor.Changes, r => Assert.Null(r.NotBefore));
    }
}
