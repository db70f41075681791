using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Reachability;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

/// <summary>The prober over a host and a container that are namespaces of the test.</summary>
[Trait("Ring", "Privileged")]
public sealed class ProberVantageTests : IDisposable
{
    private static readonly Container Web = States.Container("web", ContainerState.Running, States.On("bridge", "172.17.0.7/16"));

    private readonly ScratchNetns _host;
    private readonly ScratchNetns _container;
    private readonly TcpListener _listener;
    private readonly Prober _prober;

    public ProberVantageTests()
    {
        Ring.Privileged();
        _host = new ScratchNetns();
        _container = new ScratchNetns();
        _host.Ip($"link add veth0 type veth peer name eth0 netns {_container.Name}");
        _host.Ip("addr add 172.17.0.1/16 dev veth0");
        _host.Ip("link set veth0 up");
        _host.Ip("link set lo up");
        _container.Ip("addr add 172.17.0.7/16 dev eth0");
        _container.Ip("link set eth0 up");
        _container.Ip("link set lo up");
        _container.Ip("route add default via 172.17.0.1");
        _host.Exec("sysctl -qw net.ipv4.ip_forward=1");
        using var netns = _container.Open();
        _listener = NetnsEntry.Run(netns, () =>
        {
            var inside = new TcpListener(IPAddress.Loopback, 80);
            inside.Start();
            return inside;
        });
        _prober = new Prober(concurrency: 4, _host.Path, NeighbourTable.Read);
    }

    public void Dispose()
    {
        _prober?.Dispose();
        _listener?.Dispose();
        _container?.Dispose();
        _host?.Dispose();
    }

    [Fact]
    public async Task The_same_address_is_another_one_from_each_vantage()
    {
        // The listener is on the container's loopback only.
        Assert.Equal(ProbeOutcome.Open, await OutcomeOf(VantageKind.Container, "127.0.0.1"));
        Assert.Equal(ProbeOutcome.Refused, await OutcomeOf(VantageKind.Host, "127.0.0.1"));
        Assert.Equal(ProbeOutcome.Refused, await OutcomeOf(VantageKind.Container, "172.17.0.7"));
        Assert.Equal(ProbeOutcome.Refused, await OutcomeOf(VantageKind.Host, "172.17.0.7"));
        Assert.Equal(ProbeOutcome.Refused, await OutcomeOf(VantageKind.Outside, "172.17.0.7"));
        _host.Exec("iptables -A FORWARD -j DROP");
        Assert.Equal(ProbeOutcome.TimedOut, await OutcomeOf(VantageKind.Outside, "172.17.0.7"));
        Assert.Equal(ProbeOutcome.Refused, await OutcomeOf(VantageKind.Host, "172.17.0.7"));
        Assert.DoesNotContain(OutsideVantages.NamePrefix, _host.Ip("link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_leads_to_another_namespace_by_now_is_not_entered()
    {
        var plan = Plan(VantageKind.Container, "127.0.0.1");
        var (_, problem) = await _prober.RunAsync(plan with { Netns = plan.Netns! with { Inode = 1 } }, TestContext.Current.CancellationToken);
        Assert.Equal("wrong-state", problem!.Code);
    }

    [Fact]
    public async Task An_outside_vantage_without_IPv6_on_the_host_has_no_address()
    {
        _host.Exec("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        Assert.Equal(ProbeOutcome.AddressUnavailable, await OutcomeOf(VantageKind.Outside, "fd00::7"));
        Assert.DoesNotContain(OutsideVantages.NamePrefix, _host.Ip("link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outside_vantage_that_does_not_come_up_is_no_verdict_on_the_host()
    {
        _host.Ip("rule add pref 1 lookup local");
        _host.Ip("rule del pref 0");
        _host.Ip("rule add pref 0 unreachable to 198.18.0.0/15");
        var (result, _) = await _prober.RunAsync(Plan(VantageKind.Outside, "172.17.0.7"), TestContext.Current.CancellationToken);
        Assert.Equal((ProbeOutcome.Failed, 0, null), (result!.Outcome, result.ElapsedMicroseconds, result.LocalEndpoint));
        Assert.Contains("did not come up", result.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(OutsideVantages.NamePrefix, _host.Ip("link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outside_vantage_without_a_free_subnet_is_a_conflict()
    {
        var plan = Plan(VantageKind.Outside, "172.17.0.7") with { UsedNetworks = [.. VantageSubnets.Free(AddressFamily.InterNetwork, [])] };
        var (_, problem) = await _prober.RunAsync(plan, TestContext.Current.CancellationToken);
        Assert.Equal("conflict", problem!.Code);
    }

    [Theory, InlineData(VantageKind.Container), InlineData(VantageKind.Outside)]
    public void Without_capabilities_other_vantages_than_the_host_are_missing_one(VantageKind kind)
    {
        string? code = null, detail = null;
        var thread = new Thread(() =>
        {
            Capabilities.DropAll();
            var (_, problem) = _prober.RunAsync(Plan(kind, "172.17.0.7"), CancellationToken.None).GetAwaiter().GetResult();
            (code, detail) = (problem?.Code, problem?.Detail);
        });
        thread.Start();
        thread.Join();
        Assert.Equal("capability-missing", code);
        Assert.Contains("AmbientCapabilities=CAP_SYS_ADMIN", detail, StringComparison.Ordinal);
    }

    private async Task<ProbeOutcome> OutcomeOf(VantageKind kind, string address)
    {
        var (result, problem) = await _prober.RunAsync(Plan(kind, address), TestContext.Current.CancellationToken);
        Assert.True(problem is null, problem?.Detail);
        return result!.Outcome;
    }

    private ProbePlan Plan(VantageKind kind, string address)
    {
        using var netns = _container.Open();
        return new ProbePlan
        {
            Kind = kind,
            Netns = new NetworkNamespace { Id = new NetnsId("00000000-2"), Inode = netns.Inode, Kind = NetnsKind.Container, Name = "web", Paths = ["/run/netns/netapi-gone", _container.Path] },
            VantageContainer = Web,
            Destination = new IPEndPoint(IPAddress.Parse(address), 80),
            Port = 80,
            Protocol = ProbeProtocol.Tcp,
            Timeout = TimeSpan.FromMilliseconds(900),
        };
    }
}
