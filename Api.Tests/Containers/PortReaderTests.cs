using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class PortReaderTests
{
    [Fact]
    public void Read_TheArticlesPort_MeansAllAddressesAndTcp() =>
        Assert.Equal([new PortSpec(null, 8000, 80, TransportProtocol.Tcp)], Read(Port("8000", "80")));

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("0-0")]
    public void Read_NoHostPort_LetsTheEngineChoose(string? host) =>
        Assert.Equal([0, 0], Read(Port(host, "80-81")).Select(p => p.HostPort));

    [Fact]
    public void Read_Ranges_BecomeOneEntryAPort() =>
        Assert.Equal(
            [(8000, 80), (8001, 81), (8002, 82)],
            Read(Port("8000-8002", "80-82")).Select(p => (p.HostPort, p.ContainerPort)));

    [Theory]
    [InlineData("tcp", TransportProtocol.Tcp)]
    [InlineData("udp", TransportProtocol.Udp)]
    [InlineData("sctp", TransportProtocol.Sctp)]
    public void Read_Protocol_IsRead(string word, TransportProtocol protocol) =>
        Assert.Equal(protocol, Assert.Single(Read(Port("53", "53") with { Protocol = word })).Protocol);

    [Fact]
    public void Read_HostIp_IsRead() =>
        Assert.Equal(IPAddress.Parse("2001:db8::10"), Assert.Single(Read(Port("53", "53") with { HostIp = "2001:db8::10" })).HostAddress);

    [Fact]
    public void Read_TheArticlesSampleAddress_IsAFault() =>
        Assert.Equal([("/ports/0/hostIp", "malformed-address")], Faults(Port("7000", "80") with { HostIp = "123.345.100.789" }));

    [Theory]
    [InlineData("70000", "80", "/ports/0/hostPort", "port-out-of-range")]
    [InlineData("-1", "80", "/ports/0/hostPort", "port-out-of-range")]
    [InlineData("0-1", "80-81", "/ports/0/hostPort", "port-out-of-range")]
    [InlineData("8000", "0", "/ports/0/containerPort", "port-out-of-range")]
    [InlineData("8000", "65536", "/ports/0/containerPort", "port-out-of-range")]
    [InlineData("8000", null, "/ports/0/containerPort", "missing")]
    [InlineData("8000-8003", "80-82", "/ports/0/hostPort", "range-length")]
    [InlineData("8000", "80-82", "/ports/0/hostPort", "range-length")]
    public void Read_Fault_IsNamedWithItsPlace(string? host, string? container, string pointer, string code) =>
        Assert.Equal([(pointer, code)], Faults(Port(host, container)));

    [Theory]
    [InlineData("TCP")]
    [InlineData("icmp")]
    [InlineData("")]
    public void Read_UnknownProtocol_IsAFault(string word) =>
        Assert.Equal([("/ports/0/protocol", "unknown-word")], Faults(Port("80", "80") with { Protocol = word }));

    [Fact]
    public void Read_SeveralFaults_AreAllTold() =>
        Assert.Equal(
            [("/ports/0/hostIp", "malformed-address"), ("/ports/0/protocol", "unknown-word"), ("/ports/1/containerPort", "missing")],
            Faults(Port("80", "80") with { HostIp = "1", Protocol = "x" }, Port("81", null)));

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "192.0.2.10", true)]
    [InlineData(null, "2001:db8::10", true)]
    [InlineData("0.0.0.0", "192.0.2.10", true)]
    [InlineData("0.0.0.0", "0.0.0.0", true)]
    [InlineData("192.0.2.10", "192.0.2.10", true)]
    [InlineData("::", "2001:db8::10", true)]
    [InlineData("192.0.2.10", "192.0.2.11", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("0.0.0.0", "2001:db8::10", false)]
    public void Read_SameHostPort_IsAFaultWhereAddressesOverlap(string? a, string? b, bool clash)
    {
        (string, string)[] expected = clash ? [("/ports", "port-twice")] : [];
        Assert.Equal(expected, Faults(Port("8000", "80") with { HostIp = a }, Port("8000", "81") with { HostIp = b }));
        Assert.Equal(expected, Faults(Port("8000", "80") with { HostIp = b }, Port("8000", "81") with { HostIp = a }));
    }

    [Fact]
    public void Read_SameHostPortOfAnotherProtocol_IsFine() =>
        Assert.Empty(Faults(Port("53", "53"), Port("53", "53") with { Protocol = "udp" }));

    [Fact]
    public void Read_EngineChoosesTwice_IsFine() => Assert.Empty(Faults(Port(null, "80"), Port("0", "80")));

    [Fact]
    public void Read_OverlappingRanges_NameThePortsTheyShare()
    {
        var faults = new FaultList();
        PortReader.Read([Port("8000-8002", "80-82"), Port("8002", "90")], faults);
        var fault = Assert.Single(faults.ToProblem().Errors!);
        Assert.Equal("Host port 8002/tcp is asked for twice in this request.", fault.Detail);
    }

    [Fact]
    public void Read_AThousandPorts_IsFine() => Assert.Equal(1000, Read(Port("8000-8999", "1-1000")).Count());

    [Fact]
    public void Read_MoreThanAThousandPorts_IsOneFaultAndStaysSmall()
    {
        var faults = new FaultList();
        var read = PortReader.Read([.. Enumerable.Repeat(Port(null, "1-65535"), 5_000)], faults);
        Assert.Equal(("/ports", "too-many"), faults.ToProblem().Errors!.Select(f => (f.Pointer, f.Code)).Single());
        Assert.InRange(read.Length, PortReader.MaxPorts, PortReader.MaxPorts + 1);
    }

    private static PortRequest Port(string? host, string? container) => new()
    {
        HostPort = host is null ? null : new PortText(host),
        ContainerPort = container is null ? null : new PortText(container),
    };

    private static IEnumerable<PortSpec> Read(params PortRequest[] ports)
    {
        var faults = new FaultList();
        var read = PortReader.Read(ports, faults);
        Assert.True(faults.IsEmpty);
        return read;
    }

    private static IEnumerable<(string, string)> Faults(params PortRequest[] ports)
    {
        var faults = new FaultList();
        PortReader.Read(ports, faults);
        return (faults.ToProblem().Errors ?? []).Select(f => (f.Pointer, f.Code));
    }
}
