using System.Diagnostics;
using System.Net;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Bench.Engine;
using NetApi.Bench.Hosts;
using NetApi.Bench.Service;

namespace NetApi.Bench.Live;

/// <summary>How long a change takes to reach a client that listens: from the kernel's acknowledgement, or the engine's event, to the line in the client's hands.</summary>
internal sealed class EventsBench(SyntheticHost host, StandInEngine engine, NetApiServer server, int samples)
{
    private const double MostInTheMiddle = 10;
    private const double MostOfNearlyAll = 50;
    private const string Limits = "p50 10 ms, p99 50 ms";

    // The same changes in each run.
#pragma warning disable CA5394 // No secret hangs on them.
    private readonly Random _random = new(1);
#pragma warning restore CA5394

    /// <summary>Measures each kind of change.</summary>
    public async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        if (!await server.HasAsync(EventListener.Path))
            return [Row.NotMeasured(Topic.Events, "a change to the subscribed client", "this NetApi has no /api/v1/events", Limits)];
        return
        [
            await MeasureAsync("link up", LinkUpAsync),
            await MeasureAsync("address added", AddressAddedAsync),
            await MeasureAsync("container started", ContainerStartedAsync),
        ];
    }

    private async Task<Row> MeasureAsync(string change, Func<EventListener, SyntheticContainer, int, Task<TimeSpan>> changeOnce)
    {
        var what = $"{change}, to the subscribed client, {host.Containers.Count:#,0} namespaces";
        var times = new Figures();
        using var listener = await EventListener.SubscribeAsync(server.Client);
        try
        {
            for (var sample = 0; sample < samples; sample++)
            {
                times.Add(await changeOnce(listener, host.Containers[_random.Next(host.Containers.Count)], sample));
                // Not in step with whatever NetApi does by the clock, and no storm: that is a line of its own.
                await Task.Delay(_random.Next(300));
            }
        }
        catch (OperationCanceledException)
        {
            return Row.NotMeasured(Topic.Events, what, $"sample {times.Count + 1}'s event did not come within 10 s", Limits);
        }
        var (middle, nearlyAll) = (times.Median, times.Quantile(0.99));
        return new Row(Topic.Events, what, $"p50 {Figures.Text(middle)}, p99 {Figures.Text(nearlyAll)}, {times.Count} samples", Limits, "", middle <= MostInTheMiddle && nearlyAll <= MostOfNearlyAll);
    }

    private async Task<TimeSpan> LinkUpAsync(EventListener listener, SyntheticContainer container, int sample)
    {
        using var links = LinkCommands.Open();
        using var changes = NetworkChanges.Here();
        var index = links.IndexOf(container.HostLink);
        changes.SetUp(index, isUp: false);
        await listener.WaitForAsync($"{container.HostLink} was set down");
        changes.SetUp(index, isUp: true);
        var acknowledged = Stopwatch.GetTimestamp();
        return Stopwatch.GetElapsedTime(acknowledged, await listener.WaitForAsync($"{container.HostLink} was set up"));
    }

    private async Task<TimeSpan> AddressAddedAsync(EventListener listener, SyntheticContainer container, int sample)
    {
        using var netns = NetnsHandle.Open(container.Path);
        using var links = LinkCommands.OpenIn(netns);
        using var changes = NetworkChanges.In(container);
        var address = new IPAddress([10, 200, (byte)(sample >> 8), (byte)sample]);
        var index = links.IndexOf("eth0");
        changes.SetAddress(index, address, isThere: true);
        var acknowledged = Stopwatch.GetTimestamp();
        var told = await listener.WaitForAsync($"{address}/32 was added");
        changes.SetAddress(index, address, isThere: false);
        await listener.WaitForAsync($"{address}/32 was removed");
        return Stopwatch.GetElapsedTime(acknowledged, told);
    }

    private async Task<TimeSpan> ContainerStartedAsync(EventListener listener, SyntheticContainer container, int sample)
    {
        var name = EngineAnswers.NameOf(container);
        engine.SetRunning(container.Number, isRunning: false);
        await listener.WaitForAsync($"container {name} ended");
        var told = Stopwatch.GetTimestamp();
        engine.SetRunning(container.Number, isRunning: true);
        return Stopwatch.GetElapsedTime(told, await listener.WaitForAsync($"container {name} was started"));
    }
}
