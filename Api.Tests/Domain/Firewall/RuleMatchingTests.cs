using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Firewall;

public sealed class RuleMatchingTests
{
    private static readonly FlowPattern Flow = new()
    {
        Source = IPAddress.Parse("198.51.100.7"),
        Destination = IPAddress.Parse("172.17.0.2"),
        Protocol = TransportProtocol.Tcp,
        DestinationPort = 80,
        InLink = "eth0",
        OutLink = "docker0",
    };

    [Theory]
    [InlineData("", true)]
    [InlineData("-d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80", true)]
    [InlineData("-d 172.17.0.0/16", true)]
    [InlineData("-d 172.17.0.2", true)]
    [InlineData("! -d 172.17.0.0/16", false)]
    [InlineData("-d 172.18.0.0/16", false)]
    [InlineData("-d fd00::/8", false)]
    [InlineData("-s 198.51.100.0/255.255.0.255", null)]
    [InlineData("-i eth+", true)]
    [InlineData("-i eth", false)]
    [InlineData("! -i eth0", false)]
    [InlineData("-p udp", false)]
    [InlineData("-p 6", true)]
    [InlineData("! -p icmp", true)]
    [InlineData("-p all", true)]
    [InlineData("-m tcp --dport 80:90", true)]
    [InlineData("-m tcp --dport 81:", false)]
    [InlineData("-m tcp --dport :80", true)]
    [InlineData("-m multiport --dports 22,70:90", true)]
    [InlineData("-m multiport ! --dports 22,70:90", false)]
    [InlineData("-m tcp --dport http", null)]
    [InlineData("-m conntrack --ctstate RELATED,ESTABLISHED", false)]
    [InlineData("-m state --state NEW,ESTABLISHED", true)]
    [InlineData("-m conntrack --ctstate DNAT", null)]
    [InlineData("-m comment --comment x", true)]
    [InlineData("-m limit --limit 3/min", null)]
    [InlineData("-m addrtype --dst-type LOCAL", null)]
    [InlineData("-m addrtype --dst-type LOCAL -p udp", false)]
    [InlineData("-m socket", null)]
    [InlineData("-m tcp --tcp-flags SYN SYN", null)]
    public void Takes_OneCondition_SaysTrueFalseOrUnknown(string conditions, bool? expected) =>
        Assert.Equal(expected, Rule($"-A FORWARD {conditions} -j ACCEPT").Takes(Flow));

    [Theory]
    [InlineData("-s 10.0.0.0/8")]
    [InlineData("! -s 10.0.0.0/8")]
    [InlineData("-i eth0")]
    [InlineData("-p tcp")]
    [InlineData("-m tcp --dport 80")]
    public void Takes_NothingKnownOfTheFlow_IsUnknown(string conditions) =>
        Assert.Null(Rule($"-A FORWARD {conditions} -j ACCEPT").Takes(new FlowPattern()));

    [Fact]
    public void Takes_RuleThatCouldNotBeParsed_IsUnknown() => Assert.Null(Rule("-A FORWARD stray").Takes(Flow));

    private static Rule Rule(string text) => RuleParser.Parse("filter", "FORWARD", 1, text);
}
