using NetApi.Domain.Reachability;
using NetApi.Hosting.Problems;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Reachability;

public class ProbeQuestionTests
{
    private static readonly VantageRequest Host = new("host");

    [Fact]
    public void Of_TheShortestRequest_IsTcpWithASecond()
    {
        var question = ProbeQuestion.Of(new ProbeRequest(Host, new ProbeDestinationRequest(Address: "127.0.0.1", Port: 80)));
        Assert.Equal((VantageKind.Host, ProbeProtocol.Tcp, TimeSpan.FromSeconds(1), 80), (question.Kind, question.Protocol, question.Timeout, question.Port));
        Assert.False(question.NamesContainer);
    }

    [Fact]
    public void Of_AWrappedIpv4Address_UnwrapsIt() =>
        Assert.Equal("172.17.0.7", ProbeQuestion.Of(new ProbeRequest(Host, new ProbeDestinationRequest(Address: "::ffff:172.17.0.7", Port: 80))).Address!.ToString());

    [Fact]
    public void Of_AnEmptyRequest_ListsEveryFaultAtOnce() =>
        Assert.Equal(["/destination missing", "/destination/port out-of-range", "/timeoutMs out-of-range", "/vantage/kind missing"], Faults(new ProbeRequest(null, null, 0)));

    [Fact]
    public void Of_ARequestOfFaults_ListsThemAll() => Assert.Equal(
        ["/destination not-allowed", "/destination/address malformed-address", "/destination/container missing", "/destination/port out-of-range", "/destination/protocol unknown-word", "/timeoutMs out-of-range", "/vantage/container not-allowed"],
        Faults(new ProbeRequest(new VantageRequest("outside", "web"), new ProbeDestinationRequest("123.345.100.789", "", "net", 65536, "sctp"), 10_001)));

    [Theory]
    [InlineData("1", "malformed-address")]
    [InlineData("0x7f.1", "malformed-address")]
    [InlineData("010.0.0.1", "malformed-address")]
    [InlineData("localhost", "malformed-address")]
    [InlineData("fe80::1%2", "malformed-address")]
    [InlineData("fe80::1", "link-local")]
    public void Of_AnAddressThatIsNone_SaysSo(string address, string code) =>
        Assert.Equal([$"/destination/address {code}"], Faults(new ProbeRequest(Host, new ProbeDestinationRequest(address, Port: 80))));

    [Theory, InlineData("127.0.0.1"), InlineData("::1"), InlineData("::ffff:127.0.0.1")]
    public void Of_LoopbackFromOutside_IsAFault(string address) =>
        Assert.Equal(["/destination/address loopback-from-outside"], Faults(new ProbeRequest(new VantageRequest("outside"), new ProbeDestinationRequest(address, Port: 80))));

    [Fact]
    public void Of_VantagesThatDoNotFitTheirKind_AreFaults()
    {
        var destination = new ProbeDestinationRequest(Container: "web", Port: 80);
        Assert.Equal(["/vantage/container missing"], Faults(new ProbeRequest(new VantageRequest("container"), destination)));
        Assert.Equal(["/vantage/container not-allowed"], Faults(new ProbeRequest(new VantageRequest("host", "web"), destination)));
        Assert.Equal(["/vantage/kind unknown-word"], Faults(new ProbeRequest(new VantageRequest("Host"), destination)));
        Assert.Equal(["/destination/network not-allowed"], Faults(new ProbeRequest(Host, new ProbeDestinationRequest(Address: "127.0.0.1", Network: "net", Port: 80))));
    }

    private static List<string> Faults(ProbeRequest request) =>
        [.. Assert.Throws<InvalidRequestException>(() => ProbeQuestion.Of(request)).Faults.Select(f => $"{f.Pointer} {f.Code}").Order(StringComparer.Ordinal)];
}
