using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Procfs;

public sealed class ListenerTableTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Read_OwnTcpListener_IsFoundWithThisProcessAsItsOwner(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var endpoint = (IPEndPoint)listener.LocalEndpoint;

        var found = Assert.Single(ListenerTable.Read().Listeners, l => l.Port == endpoint.Port && l.Protocol == TransportProtocol.Tcp);

        Assert.Equal(endpoint.Address, found.Address);
        Assert.Equal((Environment.ProcessId, File.ReadAllText("/proc/self/comm").Trim()), (found.Pid, found.Process));
    }

    [Fact]
    public void Read_UdpSocket_IsAListenerUntilItIsConnected()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        Assert.Contains(ListenerTable.Read().Listeners, l => l.Port == port && l.Protocol == TransportProtocol.Udp);
        socket.Connect(IPAddress.Loopback, port);
        Assert.DoesNotContain(ListenerTable.Read().Listeners, l => l.Port == port && l.Protocol == TransportProtocol.Udp);
    }

    [Fact]
    public void Read_DualModeListenerOnAMappedAddress_IsGivenAsIpv4()
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), 0));
        socket.Listen();
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        Assert.Equal(IPAddress.Loopback, Assert.Single(ListenerTable.Read().Listeners, l => l.Port == port && l.Protocol == TransportProtocol.Tcp).Address);
    }

    [Fact]
    public void Read_NoSuchNamespace_IsAGapAndNotAnEmptyHost()
    {
        var observation = ListenerTable.Read("/proc/self/nowhere");

        Assert.Empty(observation.Listeners);
        Assert.Equal(["sockets-unreadable", "sockets-unreadable"], observation.Gaps.Select(g => g.Code));
    }
}
