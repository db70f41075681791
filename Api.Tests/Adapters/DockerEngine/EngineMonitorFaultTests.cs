using System.Diagnostics;
using System.Net;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineMonitorFaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_StreamThatBreaks_ReadsEverythingAgainFromTheLastEventOn()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var (kept, ends) = (host.Run("kept"), host.Run("ends"));
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        var before = monitor.Current.Containers.Single(c => c.Id == kept);

        host.EndSilently(ends);
        host.BreakStreams();
        await monitor.UntilAsync(_ => monitor.Away == "engine-unavailable");
        Assert.Empty(monitor.Current.Containers);
        Assert.Null(monitor.Current.Settings);
        await monitor.ReadyAsync();
        Assert.Equal(NetApi.Domain.Topology.ContainerState.Exited, monitor.Current.Containers.Single(c => c.Id == ends).State);
        Assert.Same(before, monitor.Current.Containers.Single(c => c.Id == kept));
        Assert.Equal(2, host.Subscriptions.Count);
        // It is told after it is shown.
        await monitor.CatchUpAsync();
        Assert.Contains(monitor.Log.All, l => l.StartsWith("Warning: The Docker Engine was out of sight from 20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EventsInTheMiddleOfABreak_LeadToTheTruth()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Run($"c{i}");
            host.BreakStreams();
            host.Run($"d{i}");
            await monitor.UntilAsync(o => o.Containers.Length == 2 * (i + 1));
        }
    }

    [Fact]
    public async Task Run_EngineThatIsDown_IsNotSaidToHangAndIsFoundWhenItComes()
    {
        var socket = Path.Combine(Path.GetTempPath(), $"netapi-{Guid.NewGuid():N}.sock");
        await using var monitor = new RunningMonitor(new EngineClient(EngineOptions.Parse(socket)));
        await monitor.UntilAsync(_ => monitor.Away == "engine-unavailable");
        await monitor.CatchUpAsync();
        Assert.Equal("engine-unavailable", monitor.Away);
        // Each attempt fails with the same words: one change, not one for each.
        Assert.Single(monitor.Changes);

        await using var engine = await StandInEngine.StartAsync(socket);
        new StandInHost(engine).Run("there");
        await monitor.CatchUpAsync();
        Assert.Equal(["there"], monitor.Names);
    }

    [Fact]
    public async Task Run_EngineThatTakesCallsAndIsSilent_IsHungAndNotDown()
    {
        using var silent = new UnixListener();
        silent.Listen(backlog: 64);
        await using var monitor = new RunningMonitor(silent.Connect(Short));
        await monitor.UntilAsync(_ => monitor.Away == "engine-hung");
    }

    [Fact]
    public async Task Run_EventsThatAreNeverAnswered_AreAHungEngine()
    {
        await using var engine = await StandInEngine.StartAsync();
        _ = new StandInHost(engine);
        engine.Hangs("GET /events");
        await using var monitor = new RunningMonitor(engine.Connect(Short));
        await monitor.UntilAsync(_ => monitor.Away == "engine-hung");
    }

    [Fact]
    public async Task CatchUp_EngineThatHangsSinceItWasRead_EndsInTimeWithAGap()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        host.Run("there");
        await using var monitor = await new RunningMonitor(engine.Connect(Short)).ReadyAsync();
        engine.Hangs("GET /events");
        await monitor.CatchUpAsync();
        Assert.Equal("engine-hung", monitor.Away);
    }

    [Fact]
    public async Task CatchUp_EventsThatAreStillOnTheirWay_AreWaitedFor()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        var delivery = new TaskCompletionSource();
        host.Delivery = delivery.Task;
        host.Run("slow");
        var caughtUp = monitor.CatchUpAsync();
        // The engine has named its last event, and that one is held back.
        await Eventually(() => engine.Requests.Count(r => r.EndsWith("/events", StringComparison.Ordinal)) == 2);
        Assert.False(caughtUp.IsCompleted);
        Assert.Empty(monitor.Names);
        delivery.SetResult();
        await caughtUp;
        Assert.Equal(["slow"], monitor.Names);
    }

    [Fact]
    public async Task CatchUp_EventsThatNeverCome_AreAHungEngine()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine) { Delivery = new TaskCompletionSource().Task };
        await using var monitor = await new RunningMonitor(engine.Connect(Short)).ReadyAsync();
        host.Run("never");
        await monitor.CatchUpAsync();
        Assert.Contains(monitor.Changes, c => c.Observation.Gaps.Any(g => g.Code == "engine-hung"));
    }

    [Fact]
    public async Task CatchUp_BeforeTheFirstReading_WaitsForIt()
    {
        await using var engine = await StandInEngine.StartAsync();
        new StandInHost(engine).Run("there");
        await using var monitor = new RunningMonitor(engine.Connect());
        await monitor.CatchUpAsync();
        Assert.Equal(["there"], monitor.Names);
    }

    [Fact]
    public async Task CatchUp_CallerWhoGivesUp_DisturbsNobody()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => monitor.Monitor.CatchUpAsync(givenUp.Token));
        host.Run("there");
        await monitor.CatchUpAsync();
        Assert.Equal(["there"], monitor.Names);
        Assert.Single(host.Subscriptions);
    }

    [Theory]
    [InlineData("GET /version", "null")]
    [InlineData("GET /containers/json", "[{]")]
    [InlineData("GET /networks", "[null]")]
    public async Task Run_AnswerThatCannotBeRead_IsAGapUntilItCanBe(string request, string body)
    {
        await using var engine = await StandInEngine.StartAsync();
        new StandInHost(engine).Run("there");
        var isWhole = false;
        engine.Instead(request, () => isWhole ? null : body);
        await using var monitor = new RunningMonitor(engine.Connect());
        await monitor.UntilAsync(_ => monitor.Away == "engine-unreadable");
        await monitor.CatchUpAsync();
        Assert.Equal("engine-unreadable", monitor.Away);
        isWhole = true;
        await monitor.ReadyAsync();
        Assert.Equal(["there"], monitor.Names);
    }

    [Fact]
    public async Task Run_ContainerThatIsHidden_IsShownWithoutAnEventOnceItCanBeRead()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var clock = new HeldTimers();
        var id = host.Run("there");
        var isWhole = true;
        engine.Instead($"GET /containers/{id}/json", () => isWhole ? null : "{}");
        await using var monitor = await new RunningMonitor(engine.Connect(), clock: clock).ReadyAsync();
        await monitor.CatchUpAsync();
        isWhole = false;
        host.Rename(id, "renamed");
        await monitor.UntilAsync(o => o is { Containers: [], Gaps: [{ Code: "engine-unreadable" }] });
        isWhole = true;
        clock.Advance(EngineRetries.FirstPause);
        await monitor.UntilAsync(o => o.Gaps.IsEmpty);
        Assert.Equal(["renamed"], monitor.Names);
    }

    [Fact]
    public async Task Run_SettingsThatAreRefused_AreReadAgainWithoutAnEvent()
    {
        await using var engine = await StandInEngine.StartAsync();
        _ = new StandInHost(engine);
        var clock = new HeldTimers();
        var isWhole = false;
        engine.Instead("GET /info", () => isWhole ? null : "null");
        await using var monitor = await new RunningMonitor(engine.Connect(), clock: clock).ReadyAsync();
        Assert.Equal("engine-settings", Assert.Single(monitor.Current.Gaps).Scope);
        isWhole = true;
        clock.Advance(EngineRetries.FirstPause);
        await monitor.UntilAsync(o => o is { Gaps: [], Settings: not null });
    }

    [Fact]
    public async Task Run_EngineThatHidesNothing_IsNotAskedHoweverMuchTimePasses()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        var clock = new HeldTimers();
        var id = host.Run("quiet");
        await using var monitor = await new RunningMonitor(engine.Connect(), clock: clock).ReadyAsync();
        await monitor.CatchUpAsync();
        engine.Requests.Clear();
        clock.Advance(TimeSpan.FromDays(1));
        host.Rename(id, "renamed");
        await monitor.UntilAsync(_ => monitor.Names.Contains("renamed"));
        Assert.Equal([$"GET /v1.41/containers/{id}/json"], engine.Requests);
    }

    [Fact]
    public async Task CatchUp_ListThatCannotBeRead_EndsWithAGap()
    {
        await using var engine = await StandInEngine.StartAsync();
        new StandInHost(engine).Run("there");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        engine.Instead("GET /networks", () => "[null]");
        await monitor.CatchUpAsync();
        Assert.Equal("engine-unreadable", monitor.Away);
        Assert.Empty(monitor.Names);
    }

    [Fact]
    public async Task Run_EventThatCannotBeRead_IsAGapOnceAndNotForEver()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        host.Run("there");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.CatchUpAsync();
        host.TellLine("<html>");
        await monitor.UntilAsync(_ => monitor.Changes.Any(c => c.Observation.Gaps.Any(g => g.Code == "engine-unreadable")) && monitor.Away is null);
        host.Run("later");
        await monitor.CatchUpAsync();
        Assert.Equal(["later", "there"], monitor.Names);
        Assert.Equal(2, host.Subscriptions.Count);
    }

    [Fact]
    public async Task Run_SomethingThatNobodyForesaw_IsAGapAndIsTriedAgain()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        var failures = 0;
        monitor.Monitor.Changed += () =>
        {
            if (failures++ == 0)
                throw new InvalidTimeZoneException("Nobody foresaw this.");
        };
        host.Run("there");
        await monitor.UntilAsync(_ => monitor.Changes.Any(c => c.Observation is { Containers: [], Gaps: [{ Scope: "engine", Code: "engine-unreadable" }] }));
        await monitor.ReadyAsync();
        Assert.Equal(["there"], monitor.Names);
        Assert.Contains(monitor.Log.All, l => l.StartsWith("Error: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CatchUp_AfterTheEnd_WaitsForNobody()
    {
        await using var engine = await StandInEngine.StartAsync();
        _ = new StandInHost(engine);
        var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        await monitor.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => monitor.Monitor.CatchUpAsync(CancellationToken.None).WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CatchUp_WhenItEnds_WaitsNoLonger()
    {
        using var silent = new UnixListener();
        silent.Listen(backlog: 64);
        var monitor = new RunningMonitor(silent.Connect(TimeSpan.FromMinutes(1)));
        var waiting = monitor.Monitor.CatchUpAsync(CancellationToken.None);
        await monitor.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_LiveRestore_SaysThatTheContainersRunOn()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        engine.On("GET /info", HttpStatusCode.OK, """{"ServerVersion":"28","LiveRestoreEnabled":true}""");
        await using var monitor = await new RunningMonitor(engine.Connect()).ReadyAsync();
        engine.Drops("GET /events");
        host.BreakStreams();
        await monitor.UntilAsync(_ => monitor.Away is not null);
        Assert.Contains("live-restore", monitor.Current.Gaps[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenItEnds_LeavesNoStreamOpen()
    {
        await using var engine = await StandInEngine.StartAsync();
        var host = new StandInHost(engine);
        await using (await new RunningMonitor(engine.Connect()).ReadyAsync())
            Assert.Equal(1, host.OpenStreams);
        await Eventually(() => host.OpenStreams == 0);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "It did not come about.");
            await Task.Yield();
        }
    }
}
