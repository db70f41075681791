using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class NatRulesTests
{
    [Theory]
    [InlineData("0.0.0.0", 8000, TransportProtocol.Tcp, "172.17.0.2", 80)]
    [InlineData("192.0.2.10", 8000, TransportProtocol.Tcp, "172.17.0.2", 80)]
    [InlineData("192.0.2.10", 7000, TransportProtocol.Tcp, "172.17.0.3", 80)]
    [InlineData("0.0.0.0", 53, TransportProtocol.Udp, "172.17.0.3", 53)]
    [InlineData("0.0.0.0", 8101, TransportProtocol.Tcp, "172.30.0.2", 91)]
    public void Dnat_PublishedByDocker_NamesTheRule(string host, int port, TransportProtocol protocol, string address, int to)
    {
        var dnat = Assert.Single(Rules.Docker.Dnat(IPAddress.Parse(host), port, protocol));

        Assert.Equal((IPAddress.Parse(address), to), (dnat.Address, dnat.Port));
        Assert.Equal("DOCKER", dnat.Rule.Chain);
    }

    [Theory]
    [InlineData("0.0.0.0", 7000, TransportProtocol.Tcp)]
    [InlineData("192.0.2.11", 7000, TransportProtocol.Tcp)]
    [InlineData("0.0.0.0", 8000, TransportProtocol.Udp)]
    [InlineData("0.0.0.0", 8001, TransportProtocol.Tcp)]
    [InlineData("::", 8000, TransportProtocol.Tcp)]
    public void Dnat_NotPublishedThere_IsNone(string host, int port, TransportProtocol protocol) =>
        Assert.Empty(Rules.Docker.Dnat(IPAddress.Parse(host), port, protocol));

    [Theory]
    [InlineData("--to-destination 172.17.0.2", "172.17.0.2", null)]
    [InlineData("--to-destination 172.17.0.2:80", "172.17.0.2", 80)]
    [InlineData("--to-destination :80", null, 80)]
    [InlineData("--to-destination 172.17.0.2-172.17.0.9:80", null, 80)]
    [InlineData("--to-destination 172.17.0.2:80-90 --random", "172.17.0.2", null)]
    public void Dnat_FormsOfDestination_AreTakenAsFarAsTheyAreSingle(string target, string? address, int? port)
    {
        var firewall = Rules.Of(Rules.Nat($"-A DOCKER -p tcp -m tcp --dport 8000 -j DNAT {target}"));

        var dnat = Assert.Single(firewall.Dnat(IPAddress.Any, 8000, TransportProtocol.Tcp));

        Assert.Equal((address, port), (dnat.Address?.ToString(), dnat.Port));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(8000)]
    [InlineData(8010)]
    public void Dnat_Ipv6PortList_TakesEachPort(int port)
    {
        var firewall = Rules.Of("", Captured.Text("iptables", "nft-v6.txt"));

        var dnat = Assert.Single(firewall.Dnat(IPAddress.Parse("2001:db8::1"), port, TransportProtocol.Tcp));

        Assert.Equal((IPAddress.Parse("fd00::2"), 80), (dnat.Address, dnat.Port));
    }

    [Fact]
    public void Dnat_ChainThatNothingLeadsTo_IsNone()
    {
        var firewall = Rules.Of("*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A DOCKER -p tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80\nCOMMIT\n");

        Assert.Empty(firewall.Dnat(IPAddress.Any, 8000, TransportProtocol.Tcp));
    }

    [Theory]
    [InlineData("172.17.0.2", "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE")]
    [InlineData("172.30.0.2", "-A POSTROUTING -s 172.30.0.0/24 ! -o br-app -j MASQUERADE")]
    [InlineData("172.31.0.2", null)]
    public void SourceNat_LeavingByEth0_IsTheRuleOfTheNetwork(string source, string? rule) =>
        Assert.Equal(rule, Rules.Docker.SourceNat(IPAddress.Parse(source), "eth0")?.Text);

    [Fact]
    public void SourceNat_WithinTheBridge_IsNone() => Assert.Null(Rules.Docker.SourceNat(IPAddress.Parse("172.17.0.2"), "docker0"));

    [Fact]
    public void ForwardAccept_FirstPacketFromOutside_IsTheRuleOfThePort()
    {
        var flow = new FlowPattern
        {
            Destination = IPAddress.Parse("172.17.0.2"),
            DestinationPort = 80,
            Protocol = TransportProtocol.Tcp,
            InLink = "eth0",
            OutLink = "docker0",
        };

        Assert.Equal("-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT",
            Rules.Docker.ForwardAccept(IpFamily.V4, flow)?.Text);
        Assert.Null(Rules.Docker.ForwardAccept(IpFamily.V4, flow with { DestinationPort = 81 }));
    }

    [Fact]
    public void ForwardPolicy_OneBackendDrops_IsDrop()
    {
        const string accepting = "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n";
        var legacy = IptablesSave.Parse("*filter\n:FORWARD DROP [0:0]\nCOMMIT\n", IpFamily.V4, FirewallBackend.Legacy, out _);
        var firewall = Rules.Of(accepting);

        Assert.Equal("ACCEPT", firewall.ForwardPolicy(IpFamily.V4));
        Assert.Equal("DROP", (firewall with { RuleSets = [.. firewall.RuleSets, legacy] }).ForwardPolicy(IpFamily.V4));
        Assert.Null(FirewallObservation.Unread().ForwardPolicy(IpFamily.V4));
    }

    [Fact]
    public void Covers_EnginesOwnNftables_DoesNotCoverItsRules()
    {
        var firewall = Rules.Docker with { NativeTables = [new NftTable("ip", "docker-bridges")] };

        Assert.False(firewall.Covers(IpFamily.V4, "nat"));
        Assert.True(firewall.Covers(IpFamily.V6, "nat"));
        Assert.True((Rules.Docker with { NativeTables = [new NftTable("inet", "firewalld")] }).Covers(IpFamily.V4, "nat"));
    }
}
