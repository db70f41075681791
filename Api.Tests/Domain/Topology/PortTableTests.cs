using System.Net;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Topology;

[Properties(Arbitrary = [typeof(HostGenerators)], MaxTest = 50)]
public sealed class PortTableTests
{
    private static readonly IPAddress?[] Wanted = [null, IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback, IPAddress.Parse("192.0.2.10"), IPAddress.IPv6Loopback];

    // A second source: what creation checks with, for sockets that do not tell whether they take IPv4.
    [Property]
    public void Holders_OfAnyHost_AreThoseThatCreationRefuses(RandomHost host)
    {
        var dice = new Random(host.Seed);
        var sockets = Enumerable.Range(0, 8).Select(i => Any(dice, i)).ToList();
        var state = host.State with { Sockets = [.. sockets] };
        var listeners = sockets.Select(s => new Listener(s.Protocol, s.Address, s.Port, s.Pid, s.Process)).ToList();
        var table = new PortTable(state);
        foreach (var port in new[] { 8000, 8001 })
        {
            foreach (var wanted in Wanted)
            {
                Assert.Equal(
                    PortConflicts.Holders(wanted, port, TransportProtocol.Tcp, state, listeners).Select(h => $"{h.Kind} {h.Address} {h.ContainerName} {h.Pid} {h.IsCertain}").Distinct().Order(StringComparer.Ordinal),
                    table.Holders(TransportProtocol.Tcp, port, wanted).Select(h => $"{h.Kind} {h.Address} {h.Container?.Name} {PidOf(h)} {h.Claims(wanted) == true}").Distinct().Order(StringComparer.Ordinal));
            }
        }
    }

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

    private static ListeningSocket Any(Random dice, int inode)
    {
        var process = dice.Next(3) switch { 0 => "docker-proxy", 1 => "nginx", _ => null };
        IPAddress[] addresses = [IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback];
        return new ListeningSocket
        {
            Namespace = SampleHost.HostId,
            Protocol = TransportProtocol.Tcp,
            Address = addresses[dice.Next(3)],
            Port = dice.Next(8000, 8002),
            Inode = (ulong)inode,
            Pid = process is null ? null : dice.Next(2, 4),
            Process = process,
        };
    }

    // The table names the proxy beside the container it serves, creation's check does not.
    private static int? PidOf(HeldPort held) => held.Kind == PortHolderKind.HostProcess ? held.Pid : null;
}
