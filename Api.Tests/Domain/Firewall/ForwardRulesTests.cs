using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class ForwardRulesTests
{
    private const string Accepting = "-A FORWARD -i eth0 -o docker0 -j ACCEPT";

    private static readonly FlowPattern Flow = new()
    {
        Destination = IPAddress.Parse("172.17.0.2"),
        DestinationPort = 80,
        Protocol = TransportProtocol.Tcp,
        InLink = "eth0",
        OutLink = "docker0",
    };

    [Fact]
    public void Forward_FirstPacketFromOutside_IsTheRuleOfThePort()
    {
        var verdict = Rules.Docker.Forward(IpFamily.V4, Flow)!;

        Assert.True(verdict.Passes);
        Assert.Equal("-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT", verdict.Rule?.Text);
        Assert.Equal(new ForwardVerdict(false, null, 0, null, "DROP"), Rules.Docker.Forward(IpFamily.V4, Flow with { DestinationPort = 81 }));
    }

    [Theory]
    [InlineData("-A FORWARD -i eth1 -j USER")]
    [InlineData("-A FORWARD -i eth1 -g USER")]
    [InlineData("-A FORWARD ! -o docker0 -m mark --mark 0x1 -j USER")]
    public void Forward_JumpThatDoesNotTakeTheFlow_IsPassedOver(string jump)
    {
        Assert.Equal((false, null), Verdict(jump, "-A USER -j ACCEPT"));
        Assert.Equal((true, Accepting), Verdict(jump, "-A USER -j DROP", Accepting));
    }

    [Theory]
    [InlineData("-A FORWARD -m mark --mark 0x1 -j USER")]
    [InlineData("-A FORWARD -s 10.0.0.0/8 -j USER")]
    [InlineData("-A FORWARD -m mark --mark 0x1 -g USER")]
    public void Forward_JumpThatMayTakeTheFlow_LeavesItsRulesInDoubt(string jump)
    {
        Assert.Equal((null, "-A USER -j ACCEPT"), Verdict(jump, "-A USER -j ACCEPT"));
        Assert.Equal((null, "-A USER -j DROP"), Verdict(jump, "-A USER -j DROP", Accepting));
    }

    [Fact]
    public void Forward_JumpInDoubtThatComesBack_TakesNothingFromWhatFollows() =>
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -m mark --mark 0x1 -j USER", "-A USER -p udp -j DROP", "-A USER -j RETURN", Accepting));

    [Theory]
    [InlineData("DROP")]
    [InlineData("REJECT --reject-with icmp-port-unreachable")]
    public void Forward_EarlierRuleThatStops_Decides(string target)
    {
        Assert.Equal((false, $"-A USER -i eth0 -p tcp -j {target}"), Verdict("-A FORWARD -j USER", $"-A USER -i eth0 -p tcp -j {target}", Accepting));
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -j USER", $"-A USER -i eth1 -p tcp -j {target}", Accepting));
    }

    [Theory]
    [InlineData("-A FORWARD -m set --match-set bad src -j DROP")]
    [InlineData("-A FORWARD ! -s 192.0.2.0/24 -i eth0 -j DROP")]
    [InlineData("-A FORWARD -m limit --limit 3/min -j REJECT")]
    [InlineData("-A FORWARD -j NFQUEUE --queue-num 1")]
    public void Forward_EarlierRuleThatMayStop_IsNamedAndNotDecided(string rule)
    {
        var verdict = Of(rule, Accepting);

        Assert.Equal((null, rule, Accepting), (verdict.Passes, verdict.Rule?.Text, verdict.Otherwise?.Text));
    }

    [Fact]
    public void Forward_RuleThatCouldNotBeParsed_PutsAllThatFollowsInDoubt() =>
        Assert.Equal((null, "-A FORWARD stray -j DROP", 1), Of("-A FORWARD stray -j DROP", Accepting) is var v ? (v.Passes, v.Rule?.Text, v.MoreInDoubt) : default);

    [Fact]
    public void Forward_SeveralRulesInDoubt_AreCounted()
    {
        var verdict = Of("-A FORWARD -s 10.0.0.0/8 -j DROP", "-A FORWARD -m mark --mark 0x1 -j ACCEPT", "-A FORWARD -s 10.1.0.0/16 -j REJECT", "-A FORWARD -j NFQUEUE", Accepting);

        Assert.Equal((null, 1, 2, Accepting), (verdict.Passes, verdict.Rule?.Number, verdict.MoreInDoubt, verdict.Otherwise?.Text));
    }

    [Fact]
    public void Forward_DoubtThatChangesNothing_IsNoDoubt()
    {
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -m mark --mark 0x1 -j ACCEPT", Accepting));
        Assert.Equal((false, null), Verdict("-A FORWARD -m mark --mark 0x1 -j DROP"));
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -m limit --limit 3/min -j LOG", "-A FORWARD -j MARK --set-xmark 0x1/0x1", Accepting));
    }

    [Fact]
    public void Forward_AcceptInDoubtBeforeADrop_NamesBoth()
    {
        var verdict = Of("-A FORWARD -m mark --mark 0x1 -j ACCEPT", "-A FORWARD -j DROP");

        Assert.Equal((null, "ACCEPT", "DROP"), (verdict.Passes, verdict.Rule?.Target, verdict.Otherwise?.Target));
    }

    [Fact]
    public void Forward_Return_EndsTheChainForWhatItTakes()
    {
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -j USER", "-A USER -i eth0 -j RETURN", "-A USER -j DROP", Accepting));
        Assert.Equal((false, "-A USER -j DROP"), Verdict("-A FORWARD -j USER", "-A USER -i eth1 -j RETURN", "-A USER -j DROP", Accepting));
        Assert.Equal((null, "-A USER -j DROP"), Verdict("-A FORWARD -j USER", "-A USER -s 192.0.2.0/24 -j RETURN", "-A USER -j DROP", Accepting));
        Assert.Equal((false, null), Verdict("-A FORWARD -i eth0 -j RETURN", Accepting));
    }

    [Fact]
    public void Forward_Goto_DoesNotComeBackToTheChainItLeft()
    {
        Assert.Equal((false, null), Verdict("-A FORWARD -g USER", "-A USER -p udp -j ACCEPT", Accepting));
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -j USER", "-A USER -g ZONE", "-A USER -j DROP", "-A ZONE -p udp -j DROP", Accepting));
        Assert.Equal((null, Accepting), Verdict("-A FORWARD -m mark --mark 0x1 -g USER", "-A USER -p udp -j DROP", Accepting));
        Assert.Equal((true, Accepting), Verdict("-A FORWARD -m mark --mark 0x1 -g USER", "-A USER -j ACCEPT", Accepting));
    }

    [Fact]
    public void Forward_ChainThatManyJumpsLeadTo_IsWalkedOnceForEachCertainty()
    {
        var rules = Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat($"-A C{i} -j C{i + 1}", 2));

        Assert.Equal((true, Accepting), Verdict([.. rules, "-A C40 -s 10.0.0.0/8 -j RETURN", "-A FORWARD -j C0", Accepting]));
    }

    [Fact]
    public void Forward_ChainsThatLoop_EndsWithoutATruthItDoesNotHave() =>
        Assert.Equal((false, "-A ZONE -j DROP"), Verdict("-A FORWARD -j USER", "-A USER -j ZONE", "-A ZONE -j USER", "-A ZONE -j DROP", Accepting));

    [Fact]
    public void Forward_SeveralBackends_IsTheOneLeastInItsFavour()
    {
        Assert.True(Two("*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n").Passes);
        Assert.Equal(Accepting, Two("*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n").Rule?.Text);
        Assert.Equal(new ForwardVerdict(false, null, 0, null, "DROP"), Two("*filter\n:FORWARD DROP [0:0]\nCOMMIT\n"));
        Assert.Null(Two("*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -s 10.0.0.0/8 -j DROP\nCOMMIT\n").Passes);
        Assert.Null(FirewallObservation.Unread().Forward(IpFamily.V4, Flow));
    }

    private static ForwardVerdict Two(string legacy)
    {
        var firewall = Rules.Of(Rules.Filter(Accepting));
        return (firewall with { RuleSets = [.. firewall.RuleSets, IptablesSave.Parse(legacy, IpFamily.V4, FirewallBackend.Legacy, out _)] }).Forward(IpFamily.V4, Flow)!;
    }

    private static ForwardVerdict Of(params string[] rules) => Rules.Of(Rules.Filter(rules)).Forward(IpFamily.V4, Flow)!;

    private static (bool? Passes, string? Rule) Verdict(params string[] rules) => Of(rules) is var verdict ? (verdict.Passes, verdict.Rule?.Text) : default;
}
