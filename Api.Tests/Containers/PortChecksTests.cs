using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class PortChecksTests
{
    [Fact]
    public void Check_FreePort_IsFine() => Assert.Empty(Errors(SampleHost.WithWeb, [], Port(8001)));

    [Fact]
    public void Check_PortTheEngineChooses_IsFine() => Assert.Empty(Errors(SampleHost.WithWeb, [Listener("0.0.0.0", 0)], Port(0)));

    [Fact]
    public void Check_PortOfARunningContainer_IsAConflict()
    {
        var fault = Assert.Single(Errors(SampleHost.WithWeb, [], Port(8000)));
        Assert.Equal(("/ports", "port-taken"), (fault.Pointer, fault.Code));
        Assert.Equal("Port 8000/tcp on 0.0.0.0 is published by the running container myweb. Choose another host port or host address, or stop that container.", fault.Detail);
    }

    [Fact]
    public void Check_PortOfAStoppedContainer_SaysThatItIsReserved()
    {
        var fault = Assert.Single(Errors(SampleHost.WithWeb.ChangeWeb(c => c with { State = ContainerState.Exited }), [], Port(8000)));
        Assert.Equal("port-reserved", fault.Code);
        Assert.StartsWith("Port 8000/tcp on 0.0.0.0 is configured by container myweb, which is not running. It could not start again", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_PortOfAProcess_NamesIt()
    {
        var fault = Assert.Single(Errors(SampleHost.Empty, [Listener("127.0.0.1", 8000)], Port(8000)));
        Assert.Equal("Port 8000/tcp on 127.0.0.1 is held by process 812 (nginx). Choose another host port or host address, or end that process.", fault.Detail);
    }

    [Theory]
    [InlineData("192.0.2.10")]
    [InlineData("0.0.0.0")]
    [InlineData(null)]
    public void Check_ProcessThatHoldsBothFamilies_IsAConflictForIpv4(string? wanted)
    {
        var port = Port(8000) with { HostAddress = wanted is null ? null : IPAddress.Parse(wanted) };
        var fault = Assert.Single(Errors(SampleHost.Empty, [Listener("::", 8000) with { IsV6Only = false }], port));
        Assert.Equal(("port-taken", "Port 8000/tcp on ::, IPv4 included, is held by process 812 (nginx). Choose another host port or host address, or end that process."), (fault.Code, fault.Detail));
    }

    [Fact]
    public void Check_ProcessOnIpv6Alone_LeavesIpv4Free()
    {
        var ipv6 = Listener("::", 8000) with { IsV6Only = true };
        Assert.Empty(Errors(SampleHost.Empty, [ipv6], Port(8000) with { HostAddress = IPAddress.Any }));
        Assert.Single(Errors(SampleHost.Empty, [ipv6], Port(8000) with { HostAddress = IPAddress.IPv6Any }));
    }

    [Fact]
    public void Check_ProcessThatMayHoldBothFamilies_RefusesNothing()
    {
        var spec = new ContainerSpec { Image = "nginx", Ports = [Port(8000) with { HostAddress = IPAddress.Parse("192.0.2.10") }] };
        var table = Table(SampleHost.Empty, Listener("::", 8000));
        var faults = new FaultList();
        PortChecks.Check(spec, table, faults);
        Assert.True(faults.IsEmpty);
        Assert.Equal("port 8000/tcp on ::, IPv4 perhaps included, is held by process 812 (nginx)", Assert.Single(PortChecks.Holders(spec, table)).ToString());
    }

    [Theory]
    [InlineData("::")]
    [InlineData("2001:db8::1")]
    [InlineData(null)]
    public void Check_ProcessThatMayHoldBothFamilies_CertainlyHoldsIpv6(string? wanted)
    {
        var port = Port(8000) with { HostAddress = wanted is null ? null : IPAddress.Parse(wanted) };
        var fault = Assert.Single(Errors(SampleHost.Empty, [Listener("::", 8000)], port));
        Assert.Equal("Port 8000/tcp on ::, IPv4 perhaps included, is held by process 812 (nginx). Choose another host port or host address, or end that process.", fault.Detail);
    }

    [Fact]
    public void Check_ContainerInTheHostsNetwork_IsToBeStopped()
    {
        var state = SampleHost.WithWeb.ChangeWeb(c => c with { NetworkMode = "host", PublishedPorts = [] }) with { Namespaces = [SampleHost.HostNamespace with { ContainerIds = [SampleHost.WebContainerId] }] };
        var fault = Assert.Single(Errors(state, [Listener("0.0.0.0", 8000) with { Pid = 4711 }], Port(8000)));
        Assert.Equal("Port 8000/tcp on 0.0.0.0 is held by container myweb, which uses the host's network. Choose another host port or host address, or stop that container.", fault.Detail);
    }

    [Fact]
    public void Check_OtherAddressOrProtocol_IsFine()
    {
        Assert.Empty(Errors(SampleHost.Empty, [Listener("127.0.0.1", 8000)], Port(8000) with { HostAddress = IPAddress.Parse("192.0.2.10") }));
        Assert.Empty(Errors(SampleHost.WithWeb, [], Port(8000) with { Protocol = TransportProtocol.Udp }));
    }

    [Fact]
    public void Check_Clash_Is409()
    {
        var faults = new FaultList();
        PortChecks.Check(new ContainerSpec { Image = "nginx", Ports = [Port(8000)] }, Table(SampleHost.WithWeb), faults);
        Assert.Equal((409, "conflict"), (faults.ToProblem().Status, faults.ToProblem().Code));
    }

    private static PortSpec Port(int host) => new(null, host, 80, TransportProtocol.Tcp);

    private static ListeningSocket Listener(string address, int port) => new()
    {
        Namespace = SampleHost.HostId,
        Protocol = TransportProtocol.Tcp,
        Address = IPAddress.Parse(address),
        Port = port,
        Pid = 812,
        Process = "nginx",
    };

    private static PortTable Table(HostState state, params ListeningSocket[] sockets) => new(state with { Sockets = [.. sockets] });

    private static IReadOnlyList<Fault> Errors(HostState state, ListeningSocket[] listeners, params PortSpec[] ports)
    {
        var faults = new FaultList();
        PortChecks.Check(new ContainerSpec { Image = "nginx", Ports = [.. ports] }, Table(state, listeners), faults);
        return faults.ToProblem().Errors!;
    }
}
