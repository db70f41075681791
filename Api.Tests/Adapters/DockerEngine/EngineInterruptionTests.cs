using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>A time in which the engine was out of sight begins with the last instant of which everything is known, which for one that hangs is not when that was noticed.</summary>
public sealed class EngineInterruptionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Hang_AfterACatchUp_BeginsWithIt()
    {
        await using var engine = await StandInEngine.StartAsync();
        new StandInHost(engine).Run("there");
        var clock = new LeapingClock();
        await using var monitor = await new RunningMonitor(engine.Connect(Short), clock: clock).ReadyAsync();
        clock.Leap = Minutes;
        var before = clock.GetUtcNow();
        await monitor.CatchUpAsync();
        await AssertHangBeganAsync(engine, monitor, clock, before, clock.GetUtcNow());
    }

    [Fact]
    public async Task Hang_WithoutAWordSinceTheFirstReading_BeginsWithThat()
    {
        await using var engine = await StandInEngine.StartAsync();
        _ = new StandInHost(engine);
        var clock = new LeapingClock();
        var before = clock.GetUtcNow();
        await using var monitor = await new RunningMonitor(engine.Connect(Short), clock: clock).ReadyAsync();
        await AssertHangBeganAsync(engine, monitor, clock, before, clock.GetUtcNow());
    }

    [Fact]
    public async Task Hang_AfterAnEvent_BeginsWithIt()
    {
        await using var engine = await StandInEngine.StartAsync();
        var (host, clock) = (new StandInHost(engine), new LeapingClock { Leap = -Minutes });
        await using var monitor = await new RunningMonitor(engine.Connect(Short), clock: clock).ReadyAsync();
        clock.Leap = TimeSpan.Zero;
        var before = clock.GetUtcNow();
        host.Run("there");
        var after = clock.GetUtcNow();
        await monitor.UntilAsync(_ => monitor.Names.Contains("there"));
        await AssertHangBeganAsync(engine, monitor, clock, before - SeenEvents.Disorder, after - SeenEvents.Disorder);
    }

    [Fact]
    public async Task Hang_WhileAnEventIsRead_BeginsBeforeItWhateverCameLater()
    {
        await using var engine = await StandInEngine.StartAsync();
        var (host, clock) = (new StandInHost(engine), new LeapingClock());
        var other = host.Run("other");
        await using var monitor = await new RunningMonitor(engine.Connect(Short), clock: clock).ReadyAsync();
        await monitor.CatchUpAsync();
        // Long before what follows.
        clock.Leap = -Minutes;
        await monitor.CatchUpAsync();
        clock.Leap = TimeSpan.Zero;
        engine.Hangs("GET /networks");
        var before = clock.GetUtcNow();
        host.CreateNetwork("not read");
        var after = clock.GetUtcNow();
        host.Rename(other, "read");
        await monitor.UntilAsync(_ => monitor.Away == "engine-hung");
        Assert.InRange(Assert.Single(monitor.Monitor.Interruptions).Since, before - SeenEvents.Disorder, after - SeenEvents.Disorder);
    }

    [Fact]
    public async Task Break_WhenItIsNoticed_BeginsThen()
    {
        await using var engine = await StandInEngine.StartAsync();
        var (host, clock) = (new StandInHost(engine), new LeapingClock());
        await using var monitor = await new RunningMonitor(engine.Connect(), clock: clock).ReadyAsync();
        await monitor.CatchUpAsync();
        engine.Drops("GET /events");
        clock.Leap = Minutes;
        var before = clock.GetUtcNow();
        host.BreakStreams();
        await monitor.UntilAsync(_ => monitor.Away is not null);
        Assert.InRange(Assert.Single(monitor.Monitor.Interruptions).Since, before, clock.GetUtcNow());
    }

    // The stream of events stays open, and a catch-up much later is not answered.
    private static async Task AssertHangBeganAsync(StandInEngine engine, RunningMonitor monitor, LeapingClock clock, DateTimeOffset earliest, DateTimeOffset latest)
    {
        engine.Hangs("GET /events");
        clock.Leap += Minutes;
        await monitor.CatchUpAsync();
        Assert.Equal("engine-hung", monitor.Away);
        Assert.InRange(Assert.Single(monitor.Monitor.Interruptions).Since, earliest, latest);
    }
}
