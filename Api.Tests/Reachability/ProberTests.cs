using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Reachability;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Reachability;

/// <summary>From the host to loopback: needs no privilege.</summary>
public sealed class ProberTests : IDisposable
{
    private readonly Prober _prober = new(concurrency: 1, hostNetns: null, NeighbourTable.Read);

    public void Dispose() => _prober.Dispose();

    [Fact]
    public async Task A_listener_on_loopback_is_open()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (result, problem) = await _prober.RunAsync(ToLoopback(((IPEndPoint)listener.LocalEndpoint).Port), TestContext.Current.CancellationToken);
        Assert.Null(problem);
        Assert.Equal(ProbeOutcome.Open, result!.Outcome);
    }

    [Fact]
    public async Task More_probes_than_may_run_and_wait_are_turned_away()
    {
        using var held = new ManualResetEventSlim();
        using var prober = new Prober(concurrency: 1, hostNetns: null, () =>
        {
            held.Wait(TestContext.Current.CancellationToken);
            return null;
        });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var plan = ToLoopback(((IPEndPoint)listener.LocalEndpoint).Port);
        var answers = Enumerable.Range(0, 7).Select(_ => prober.RunAsync(plan, TestContext.Current.CancellationToken)).ToList();
        // One runs and is held, four wait, two are turned away.
        Assert.All(answers[..5], a => Assert.False(a.IsCompleted));
        foreach (var (result, problem) in await Task.WhenAll(answers[5..]))
            Assert.Equal((null, "too-many-requests"), (result, problem!.Code));
        held.Set();
        Assert.All(await Task.WhenAll(answers[..5]), a => Assert.Equal(ProbeOutcome.Open, a.Result!.Outcome));
    }

    [Fact]
    public async Task A_kernel_that_does_not_show_its_neighbours_is_an_outcome()
    {
        using var prober = new Prober(1, null, () => throw new NetlinkException("RTM_GETNEIGHTBL", 105));
        var (result, _) = await prober.RunAsync(ToLoopback(80), TestContext.Current.CancellationToken);
        Assert.Equal((ProbeOutcome.Failed, 0), (result!.Outcome, result.ElapsedMicroseconds));
        Assert.Contains("RTM_GETNEIGHTBL: ENOBUFS", result.Detail, StringComparison.Ordinal);
        using var denied = new Prober(1, null, () => throw new NetlinkException("RTM_GETNEIGHTBL", 1));
        Assert.Equal("capability-missing", (await denied.RunAsync(ToLoopback(80), TestContext.Current.CancellationToken)).Problem!.Code);
    }

    [Fact]
    public async Task A_neighbour_table_that_is_nearly_full_is_left_alone()
    {
        using var prober = new Prober(1, null, () => new NeighbourTable(1_000, 1_024, 0));
        var (_, problem) = await prober.RunAsync(ToLoopback(80), TestContext.Current.CancellationToken);
        Assert.Equal("too-many-requests", problem!.Code);
        Assert.Contains("gc_thresh3", problem.Detail, StringComparison.Ordinal);
        // It is the table of IPv4.
        var (result, _) = await prober.RunAsync(ToLoopback(9) with { Destination = new IPEndPoint(IPAddress.IPv6Loopback, 9) }, TestContext.Current.CancellationToken);
        Assert.NotNull(result);
    }

    [Fact]
    public async Task A_container_without_an_address_is_an_unknown_name_and_nothing_is_sent()
    {
        var plan = ToLoopback(80) with { Destination = null, DestinationContainer = States.Container("old", ContainerState.Exited) };
        var (result, _) = await _prober.RunAsync(plan, TestContext.Current.CancellationToken);
        Assert.Equal((ProbeOutcome.NameUnknown, 0), (result!.Outcome, result.ElapsedMicroseconds));
        Assert.Contains("exited", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_vanished_is_in_the_wrong_state()
    {
        var web = States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16"));
        var plan = ToLoopback(80) with { Kind = VantageKind.Container, VantageContainer = web, Netns = States.Host(web).NamespaceOf(web.Id) };
        var (_, problem) = await _prober.RunAsync(plan, TestContext.Current.CancellationToken);
        Assert.Equal("wrong-state", problem!.Code);
    }

    private static ProbePlan ToLoopback(int port) => new()
    {
        Kind = VantageKind.Host,
        Destination = new IPEndPoint(IPAddress.Loopback, port),
        Port = port,
        Protocol = ProbeProtocol.Tcp,
        Timeout = TimeSpan.FromSeconds(2),
    };
}
