using System.Net;
using NetApi.Domain.Topology;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

public sealed class PortTableTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.10")]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    [InlineData("2001:db8::1")]
    public void Holders_PublishedOnAllAddresses_NamesTheContainer(string? wanted)
    {
        var holders = Holders(new PortTable(Lab.State), wanted, 8000);
        Assert.All(holders, h => Assert.Equal((PortHolderKind.RunningContainer, "web"), (h.Kind, h.Container!.Name)));
        Assert.Equal(wanted is null ? 2 : 1, holders.Count);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.0.2.10", true)]
    [InlineData("192.0.2.11", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::", false)]
    public void Holders_PublishedOnOneAddress_HoldsThatAndTheWildcard(string? wanted, bool held) =>
        Assert.Equal(held, Holders(new PortTable(Lab.State), wanted, 7000).Exists(h => h.Container!.Name == "one"));

    [Fact]
    public void Holders_OtherProtocolOrPort_IsFree()
    {
        var table = new PortTable(Lab.State);
        Assert.Empty(table.Holders(TransportProtocol.Udp, 8000, null));
        Assert.Empty(table.Holders(TransportProtocol.Tcp, 8001, null));
    }

    [Fact]
    public void Holders_StoppedContainer_IsNamedAsSuch()
    {
        var holder = Assert.Single(Holders(new PortTable(Lab.State), "0.0.0.0", 9999));
        Assert.Equal((PortHolderKind.StoppedContainer, "port 9999/tcp on 0.0.0.0 is configured by container gone, which is not running"), (holder.Kind, holder.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "192.0.2.10", false)]
    [InlineData("127.0.0.1", "::", false)]
    [InlineData("::1", "::", true)]
    [InlineData("::1", null, true)]
    public void Holders_HostProcess_HoldsWhatOverlaps(string bound, string? wanted, bool held) => Assert.Equal(
        held ? [$"port 22/tcp on {bound} is held by process 4733 (server)"] : [],
        Holders(Table(Socket(22, IPAddress.Parse(bound))), wanted, 22).Select(h => h.ToString()));

    [Fact]
    public void Ports_ProxyWithoutItsContainer_IsAProcess() =>
        Assert.Equal("port 5000/tcp on 0.0.0.0 is held by process 4733 (docker-proxy)", Assert.Single(Table(Socket(5000, IPAddress.Any, "docker-proxy")).Ports).ToString());

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, null)]
    public void Claims_ProcessOnAllIpv6_TakesIpv4UnlessItSaidNot(bool? v6Only, bool? takesIpv4)
    {
        var held = Assert.Single(Table(Socket(8080, IPAddress.IPv6Any) with { IsV6Only = v6Only }).Ports);
        Assert.Equal(takesIpv4, held.TakesIpv4);
        Assert.Equal(takesIpv4, held.Claims(IPAddress.Loopback));
        Assert.True(held.Claims(IPAddress.IPv6Loopback));
        Assert.True(held.Claims(null));
    }

    [Fact]
    public void Ports_SocketOfDockerProxy_IsThePublishedPorts()
    {
        var port = Assert.Single(Table(Socket(8000, IPAddress.Any, "docker-proxy")).Ports, p => p.Port == 8000);
        Assert.Equal((PortHolderKind.RunningContainer, "myweb", 80, "docker-proxy"), (port.Kind, port.Container!.Name, port.ContainerPort!.Value, port.Process));
    }

    [Fact]
    public void Ports_OtherProcessOnAPublishedPort_IsAHolderOfItsOwn() =>
        Assert.Equal([PortHolderKind.RunningContainer, PortHolderKind.HostProcess], Table(Socket(8000, IPAddress.Any, "nginx")).Ports.Where(p => p.Port == 8000).Select(p => p.Kind));

    [Fact]
    public void Ports_SocketsSideBySide_AreOneHolder() =>
        Assert.Single(Table(Socket(9000, IPAddress.Any), Socket(9000, IPAddress.Any) with { Inode = 2 }).Ports, p => p.Port == 9000);

    [Fact]
    public void Ports_SocketOnAMappedAddress_IsIpv4() =>
        Assert.Equal(IPAddress.Loopback, Table(Socket(9000, IPAddress.Loopback.MapToIPv6()) with { IsV6Only = false }).Ports.Single(p => p.Port == 9000).Address);

    [Fact]
    public void Ports_SocketOfAnotherNamespace_IsNotTheHosts() =>
        Assert.DoesNotContain(Table(Socket(9000, IPAddress.Any) with { Namespace = SampleHost.WebId }).Ports, p => p.Port == 9000);

    [Fact]
    public void Ports_PortThatTheEngineWillChoose_IsNobodys() =>
        Assert.Empty(new PortTable(SampleHost.WithWeb.ChangeWeb(c => c with { State = ContainerState.Exited, PublishedPorts = [SampleHost.WebPort with { HostPort = 0 }] })).Ports);

    [Fact]
    public void ToString_ContainerInTheHostsNetwork_NamesIt()
    {
        var state = SampleHost.WithWeb.ChangeWeb(c => c with { NetworkMode = "host", PublishedPorts = [] }) with
        {
            Namespaces = [SampleHost.HostNamespace with { ContainerIds = [SampleHost.WebContainerId] }],
            Sockets = [Socket(80, IPAddress.Any, "nginx") with { Pid = 4711 }],
        };
        Assert.Equal("port 80/tcp on 0.0.0.0 is held by container myweb, which uses the host's network", Assert.Single(new PortTable(state).Ports).ToString());
    }

    [Fact]
    public void Unpublished_LeavesOutWhatIsPublished()
    {
        var state = SampleHost.WithWeb.ChangeWeb(c => c with { ExposedPorts = [new(80, TransportProtocol.Tcp), new(80, TransportProtocol.Udp), new(443, TransportProtocol.Tcp)] });
        Assert.Equal([new ExposedPort(443, TransportProtocol.Tcp), new ExposedPort(80, TransportProtocol.Udp)], Assert.Single(new PortTable(state).Unpublished).Ports);
    }

    private static PortTable Table(params ListeningSocket[] sockets) =>
        new((sockets[0].Port == 8000 ? SampleHost.WithWeb : SampleHost.Empty) with { Sockets = [.. sockets] });

    private static ListeningSocket Socket(int port, IPAddress address, string process = "server") =>
        new() { Namespace = SampleHost.HostId, Protocol = TransportProtocol.Tcp, Address = address, Port = port, Inode = 1, Pid = 4733, Process = process };

    private static List<HeldPort> Holders(PortTable table, string? wanted, int port) =>
        [.. table.Holders(TransportProtocol.Tcp, port, wanted is null ? null : IPAddress.Parse(wanted))];
}
