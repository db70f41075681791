using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class NatRulesTests
{
    private const string Published = "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80";

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

    [Fact]
    public void Dnat_AfterAReturn_IsNotReached()
    {
        Assert.Empty(Dnat("-A DOCKER -j RETURN", Published));
        Assert.Empty(Dnat("-A DOCKER -p tcp -m tcp --dport 8000 -j RETURN", Published));
        Assert.Single(Dnat("-A DOCKER -p udp -j RETURN", Published));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("eth0", 1)]
    [InlineData("docker0", 0)]
    public void Dnat_ReturnForTheBridge_LeavesWhatComesFromElsewhere(string? inLink, int rules) =>
        Assert.Equal(rules, DnatFrom(inLink, "-A DOCKER -i docker0 -j RETURN", Published).Count);

    [Fact]
    public void Dnat_OfALinkItDoesNotComeInOn_IsNone()
    {
        Assert.Empty(DnatFrom("eth0", "-A DOCKER -i eth1 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80"));
        Assert.Single(DnatFrom("eth1", "-A DOCKER -i eth1 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80"));
    }

    [Fact]
    public void Dnat_AfterARuleThatMayTakeIt_NamesThat()
    {
        Assert.Empty(Dnat("-A DOCKER -p tcp -m tcp --dport 8000 -j REDIRECT --to-ports 1", Published));
        Assert.Null(Assert.Single(Dnat(Published)).Earlier);
        Assert.Equal("REDIRECT", Assert.Single(Dnat("-A DOCKER -s 10.0.0.0/8 -p tcp -j REDIRECT --to-ports 1", Published)).Earlier!.Target);
    }

    [Theory]
    [InlineData("172.17.0.2", "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE")]
    [InlineData("172.30.0.2", "-A POSTROUTING -s 172.30.0.0/24 ! -o br-app -j MASQUERADE")]
    [InlineData("172.31.0.2", null)]
    public void SourceNat_LeavingByEth0_IsTheRuleOfTheNetwork(string source, string? rule)
    {
        var decision = Rules.Docker.SourceNat(IPAddress.Parse(source), "eth0");

        Assert.Equal((rule, 0), (decision.Sure?.Text, decision.Maybe.Length));
    }

    [Fact]
    public void SourceNat_WithinTheBridge_IsNone() => Assert.Empty(Rules.Docker.SourceNat(IPAddress.Parse("172.17.0.2"), "docker0").Rules);

    [Theory]
    [InlineData("-A POSTROUTING -s 172.17.0.0/16 -j ACCEPT", "ACCEPT", "")]
    [InlineData("-A POSTROUTING -s 172.17.0.0/16 -j RETURN", null, "")]
    [InlineData("-A POSTROUTING -s 172.18.0.0/16 -j ACCEPT", "MASQUERADE", "")]
    [InlineData("-A POSTROUTING -d 10.0.0.0/8 -j ACCEPT", "MASQUERADE", "ACCEPT")]
    [InlineData("-A POSTROUTING -d 10.0.0.0/8 -j RETURN", null, "MASQUERADE")]
    [InlineData("-A POSTROUTING -o eth1 -j VPN", "MASQUERADE", "")]
    [InlineData("-A POSTROUTING -o eth0 -j VPN", "SNAT", "")]
    [InlineData("-A POSTROUTING -m policy --dir out -j VPN", "MASQUERADE", "SNAT")]
    public void SourceNat_RuleBeforeTheMasquerade_HasTheFirstWord(string before, string? sure, string maybe)
    {
        var firewall = Rules.Of($"*nat\n:POSTROUTING ACCEPT [0:0]\n:VPN - [0:0]\n{before}\n-A POSTROUTING -s 172.17.0.0/16 -j MASQUERADE\n-A VPN -j SNAT --to-source 192.0.2.9\nCOMMIT\n");

        var decision = firewall.SourceNat(IPAddress.Parse("172.17.0.2"), "eth0");

        Assert.Equal((sure, maybe), (decision.Sure?.Target, string.Join(' ', decision.Maybe.Select(r => r.Target))));
    }

    [Fact]
    public void Covers_EnginesOwnNftables_DoesNotCoverItsRules()
    {
        var firewall = Rules.Docker with { NativeTables = [new NftTable("ip", "docker-bridges")] };

        Assert.False(firewall.Covers(IpFamily.V4, "nat"));
        Assert.True(firewall.Covers(IpFamily.V6, "nat"));
        Assert.True((Rules.Docker with { NativeTables = [new NftTable("inet", "firewalld")] }).Covers(IpFamily.V4, "nat"));
    }

    private static List<DnatRule> Dnat(params string[] rules) => DnatFrom(null, rules);

    private static List<DnatRule> DnatFrom(string? inLink, params string[] rules) =>
        [.. Rules.Of(Rules.Nat(rules)).Dnat(IPAddress.Any, 8000, TransportProtocol.Tcp, inLink)];
}
