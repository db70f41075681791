using System.Net;
using NetApi.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

[Trait("Ring", "Privileged")]
public sealed class ProbeSocketTests : IDisposable
{
    private readonly ProbeLab _lab;

    public ProbeSocketTests()
    {
        Ring.Privileged();
        _lab = new ProbeLab();
    }

    public void Dispose() => _lab?.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_listener_is_open_and_its_connection_ends_with_a_reset(bool ipv6)
    {
        var listener = _lab.Listen();
        var result = _lab.Probe(ipv6 ? ProbeLab.TargetV6 : ProbeLab.Target);
        Assert.Equal(ProbeOutcome.Open, result.Outcome);
        Assert.Equal(ipv6 ? ProbeLab.OwnV6 : ProbeLab.Own, result.LocalEndpoint!.Address);
        Assert.InRange(result.ElapsedMicroseconds, 1, 1_000_000);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        Assert.Equal(result.LocalEndpoint.Port, ((IPEndPoint)accepted.RemoteEndPoint!).Port);
        var ended = Assert.Throws<System.Net.Sockets.SocketException>(() => accepted.Receive(new byte[1]));
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, ended.SocketErrorCode);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_port_without_a_listener_is_refused(bool ipv6)
    {
        var result = _lab.Probe(ipv6 ? ProbeLab.TargetV6 : ProbeLab.Target, ProbeLab.ClosedPort);
        Assert.Equal((ProbeOutcome.Refused, null), (result.Outcome, result.Icmp));
    }

    [Theory]
    [InlineData("icmp-net-unreachable", 3, 0, "network-unreachable")]
    [InlineData("icmp-host-unreachable", 3, 1, "host-unreachable")]
    [InlineData("icmp-proto-unreachable", 3, 2, "protocol-unreachable")]
    [InlineData("icmp-port-unreachable", 3, 3, "port-unreachable")]
    [InlineData("icmp-net-prohibited", 3, 9, "network-prohibited")]
    [InlineData("icmp-host-prohibited", 3, 10, "host-prohibited")]
    [InlineData("icmp-admin-prohibited", 3, 13, "communication-prohibited")]
    public void A_REJECT_is_told_apart_by_its_ICMP_error_and_by_who_sent_it(string with, byte type, byte code, string name)
    {
        _lab.Listen();
        var error = new IcmpError(type, code, ProbeLab.RouterNear);
        Assert.Equal(name, error.Name);
        foreach (var protocol in Enum.GetValues<ProbeProtocol>())
        {
            var word = protocol.ToString().ToLowerInvariant();
            _lab.Router.Exec($"iptables -A FORWARD -p {word} --dport 80 -j REJECT --reject-with {with}");
            Assert.Equal((ProbeOutcome.Rejected, error), OutcomeOf(ProbeLab.Target, protocol));
            _lab.Router.Exec("iptables -F FORWARD");

            _lab.Vantage.Exec($"iptables -A OUTPUT -p {word} --dport 80 -j REJECT --reject-with {with}");
            Assert.Equal((ProbeOutcome.Rejected, error with { From = ProbeLab.Own }), OutcomeOf(ProbeLab.Target, protocol));
            _lab.Vantage.Exec("iptables -F OUTPUT");
        }
        _lab.Server.Exec($"iptables -A INPUT -p tcp --dport 80 -j REJECT --reject-with {with}");
        Assert.Equal((ProbeOutcome.Rejected, error with { From = ProbeLab.Target }), OutcomeOf(ProbeLab.Target, ProbeProtocol.Tcp));
    }

    [Theory]
    [InlineData("icmp6-no-route", 0, "no-route")]
    [InlineData("icmp6-adm-prohibited", 1, "communication-prohibited")]
    [InlineData("icmp6-addr-unreachable", 3, "host-unreachable")]
    [InlineData("icmp6-port-unreachable", 4, "port-unreachable")]
    [InlineData("icmp6-policy-fail", 5, "failed-policy")]
    [InlineData("icmp6-reject-route", 6, "reject-route")]
    public void An_IPv6_REJECT_is_told_apart_by_its_ICMP_error_and_by_who_sent_it(string with, byte code, string name)
    {
        _lab.Listen();
        var error = new IcmpError(1, code, ProbeLab.RouterNearV6);
        Assert.Equal(name, error.Name);
        foreach (var protocol in Enum.GetValues<ProbeProtocol>())
        {
            _lab.Router.Exec($"ip6tables -A FORWARD -p {protocol.ToString().ToLowerInvariant()} --dport 80 -j REJECT --reject-with {with}");
            Assert.Equal((ProbeOutcome.Rejected, error), OutcomeOf(ProbeLab.TargetV6, protocol));
        }
        _lab.Vantage.Exec($"ip6tables -A OUTPUT -p tcp --dport 80 -j REJECT --reject-with {with}");
        Assert.Equal((ProbeOutcome.Rejected, error with { From = ProbeLab.OwnV6 }), OutcomeOf(ProbeLab.TargetV6, ProbeProtocol.Tcp));
    }

    [Fact]
    public void A_REJECT_with_tcp_reset_looks_like_a_closed_port_and_the_detail_says_so()
    {
        _lab.Listen();
        _lab.Router.Exec("iptables -A FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset");
        var result = _lab.Probe(ProbeLab.Target);
        Assert.Equal(ProbeOutcome.Refused, result.Outcome);
        Assert.Contains("tcp-reset", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_DROP_on_the_way_there_or_back_times_out()
    {
        _lab.Listen();
        _lab.Router.Exec("iptables -A FORWARD -p tcp --dport 80 -j DROP");
        var result = _lab.Probe(ProbeLab.Target, timeoutMs: 150);
        Assert.Equal(ProbeOutcome.TimedOut, result.Outcome);
        Assert.InRange(result.ElapsedMicroseconds, 150_000, 5_000_000);
        _lab.Router.Exec("iptables -F FORWARD");
        _lab.Router.Exec("iptables -A FORWARD -p tcp --sport 80 -j DROP");
        Assert.Equal(ProbeOutcome.TimedOut, _lab.Probe(ProbeLab.Target, timeoutMs: 150).Outcome);
    }

    [Fact]
    public void A_DROP_in_the_vantage_s_own_OUTPUT_is_seen_for_UDP_and_silence_for_TCP()
    {
        _lab.Vantage.Exec("iptables -A OUTPUT -d 10.99.2.2 -j DROP");
        Assert.Equal(ProbeOutcome.PermissionDenied, _lab.Probe(ProbeLab.Target, protocol: ProbeProtocol.Udp).Outcome);
        // The kernel's TCP ignores the refusal and tries again later.
        Assert.Equal(ProbeOutcome.TimedOut, _lab.Probe(ProbeLab.Target, timeoutMs: 150).Outcome);
    }

    [Theory]
    [InlineData("", ProbeOutcome.NoRoute, "no route")]
    [InlineData("blackhole", ProbeOutcome.NoRoute, "blackhole")]
    [InlineData("unreachable", ProbeOutcome.NoRoute, "unreachable")]
    [InlineData("prohibit", ProbeOutcome.PermissionDenied, "prohibit")]
    public void Routes_that_lead_nowhere_are_told_apart(string kind, ProbeOutcome expected, string word)
    {
        if (kind.Length > 0)
            _lab.Vantage.Ip($"route add {kind} 10.98.0.0/24");
        foreach (var protocol in Enum.GetValues<ProbeProtocol>())
        {
            var result = _lab.Probe(IPAddress.Parse("10.98.0.1"), protocol: protocol);
            Assert.Equal((expected, null), (result.Outcome, result.LocalEndpoint));
            Assert.Contains(word, result.Detail, StringComparison.Ordinal);
        }
        Assert.Equal(ProbeOutcome.NoRoute, _lab.Probe(IPAddress.Parse("fd98::1")).Outcome);
    }

    [Theory, InlineData("10.99.1.77", ProbeProtocol.Tcp), InlineData("10.99.1.78", ProbeProtocol.Udp), InlineData("fd99:1::77", ProbeProtocol.Tcp), InlineData("10.95.0.1", ProbeProtocol.Tcp)]
    public void A_neighbour_or_gateway_that_does_not_answer_is_no_neighbour(string address, ProbeProtocol protocol)
    {
        // Quicker than the kernel's three questions a second apart.
        _lab.Vantage.Exec("sysctl -qw net.ipv4.neigh.eth0.retrans_time_ms=100 net.ipv6.neigh.eth0.retrans_time_ms=100");
        _lab.Vantage.Ip("route add 10.95.0.0/16 via 10.99.1.99");
        Assert.Equal(ProbeOutcome.NoNeighbour, _lab.Probe(IPAddress.Parse(address), protocol: protocol, timeoutMs: 5_000).Outcome);
    }

    [Fact]
    public void A_router_that_finds_no_neighbour_rejects()
    {
        _lab.Router.Exec("sysctl -qw net.ipv4.neigh.far.retrans_time_ms=100");
        var result = _lab.Probe(IPAddress.Parse("10.99.2.77"), timeoutMs: 5_000);
        Assert.Equal((ProbeOutcome.Rejected, new IcmpError(3, 1, ProbeLab.RouterNear)), (result.Outcome, result.Icmp));
    }

    [Fact]
    public void A_router_without_a_route_rejects_and_one_that_does_not_forward_is_silent()
    {
        Assert.Equal((ProbeOutcome.Rejected, new IcmpError(3, 0, ProbeLab.RouterNear)), OutcomeOf(IPAddress.Parse("10.99.9.1"), ProbeProtocol.Tcp));
        _lab.Router.Exec("sysctl -qw net.ipv4.ip_forward=0");
        Assert.Equal(ProbeOutcome.TimedOut, _lab.Probe(ProbeLab.Target, timeoutMs: 150).Outcome);
    }

    [Fact]
    public void IPv6_where_it_is_switched_off_has_no_address()
    {
        _lab.Vantage.Exec("sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
        Assert.Equal(ProbeOutcome.AddressUnavailable, _lab.Probe(IPAddress.IPv6Loopback).Outcome);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void UDP_is_open_on_an_answer_and_refused_by_the_destination(bool ipv6)
    {
        var target = ipv6 ? ProbeLab.TargetV6 : ProbeLab.Target;
        _lab.Echo();
        Assert.Equal(ProbeOutcome.Open, _lab.Probe(target, protocol: ProbeProtocol.Udp).Outcome);
        var refused = _lab.Probe(target, ProbeLab.ClosedPort, ProbeProtocol.Udp);
        Assert.Equal((ProbeOutcome.Refused, "port-unreachable", target), (refused.Outcome, refused.Icmp!.Name, refused.Icmp.From));
    }

    [Fact]
    public void UDP_silence_times_out_although_the_datagram_arrived_and_proves_nothing()
    {
        var socket = _lab.Receive(ProbeLab.SilentPort);
        var result = _lab.Probe(ProbeLab.Target, ProbeLab.SilentPort, ProbeProtocol.Udp, timeoutMs: 150);
        Assert.Equal(ProbeOutcome.TimedOut, result.Outcome);
        Assert.Contains("neither open nor closed", result.Detail, StringComparison.Ordinal);
        var buffer = new byte[8];
        Assert.Equal(1, socket.Receive(buffer));
        Assert.Equal(0, buffer[0]);
    }

    [Fact]
    public void Loopback_is_the_vantage_s_own()
    {
        _lab.Listen();
        Assert.Equal(ProbeOutcome.Refused, _lab.Probe(IPAddress.Loopback).Outcome);
        Assert.Equal(ProbeOutcome.Refused, _lab.Probe(IPAddress.Loopback, protocol: ProbeProtocol.Udp).Outcome);
        Assert.Equal(ProbeOutcome.Refused, _lab.Probe(IPAddress.IPv6Loopback).Outcome);
    }

    private (ProbeOutcome, IcmpError?) OutcomeOf(IPAddress address, ProbeProtocol protocol)
    {
        var result = _lab.Probe(address, protocol: protocol);
        return (result.Outcome, result.Icmp);
    }
}
