using System.Net;
using System.Net.Sockets;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Probing;
using NetApi.Domain.Reachability;

namespace NetApi.Tests.Privileged.Probing;

/// <summary>Three namespaces in a row: vantage 10.99.1.2 – router – server 10.99.2.2, in IPv6 fd99:1::2 and fd99:2::2.</summary>
internal sealed class ProbeLab : IDisposable
{
    public const int Port = 80;
    public const int ClosedPort = 81;
    public const int SilentPort = 90;
    public static readonly IPAddress Own = IPAddress.Parse("10.99.1.2");
    public static readonly IPAddress RouterNear = IPAddress.Parse("10.99.1.1");
    public static readonly IPAddress Target = IPAddress.Parse("10.99.2.2");
    public static readonly IPAddress OwnV6 = IPAddress.Parse("fd99:1::2");
    public static readonly IPAddress RouterNearV6 = IPAddress.Parse("fd99:1::1");
    public static readonly IPAddress TargetV6 = IPAddress.Parse("fd99:2::2");

    private readonly List<Socket> _sockets = [];

    public ProbeLab()
    {
        foreach (var netns in new[] { Vantage, Router, Server })
        {
            // The kernel sends one ICMP error a second to a peer by default, and waits for duplicate IPv6 addresses.
            netns.Exec("sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0");
            netns.Ip("link set lo up");
        }
        Router.Exec("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        Join(Vantage, "near", 1);
        Join(Server, "far", 2);
    }

    public ScratchNetns Vantage { get; } = new();

    public ScratchNetns Router { get; } = new();

    public ScratchNetns Server { get; } = new();

    public ProbeResult Probe(IPAddress address, int port = Port, ProbeProtocol protocol = ProbeProtocol.Tcp, int timeoutMs = 2_000)
    {
        using var netns = Vantage.Open();
        using var socket = NetnsEntry.Run(netns, () => ProbeSocket.Open(protocol, new IPEndPoint(address, port)));
        return socket.Run(TimeSpan.FromMilliseconds(timeoutMs));
    }

    /// <summary>Listens on the server at <see cref="Port"/>, in both families.</summary>
    public Socket Listen()
    {
        var listener = OpenOnServer(SocketType.Stream, ProtocolType.Tcp, Port);
        listener.Listen();
        return listener;
    }

    /// <summary>A UDP socket on the server that receives and stays silent.</summary>
    public Socket Receive(int port) => OpenOnServer(SocketType.Dgram, ProtocolType.Udp, port);

    /// <summary>Sends every datagram that comes to <see cref="Port"/> back.</summary>
    public void Echo()
    {
        var socket = Receive(Port);
        _ = Task.Run(async () =>
        {
            var buffer = new byte[64];
            try
            {
                while (true)
                {
                    var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.IPv6Any, 0));
                    await socket.SendToAsync(buffer.AsMemory(0, got.ReceivedBytes), got.RemoteEndPoint);
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                // The lab was taken down.
            }
        });
    }

    public void Dispose()
    {
        _sockets.ForEach(s => s.Dispose());
        Vantage.Dispose();
        Router.Dispose();
        Server.Dispose();
    }

    private Socket OpenOnServer(SocketType type, ProtocolType protocol, int port)
    {
        using var netns = Server.Open();
        var socket = NetnsEntry.Run(netns, () => new Socket(AddressFamily.InterNetworkV6, type, protocol) { DualMode = true });
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        return socket;
    }

    private void Join(ScratchNetns netns, string routerLink, int subnet)
    {
        Router.Ip($"link add {routerLink} type veth peer name eth0 netns {netns.Name}");
        Router.Ip($"addr add 10.99.{subnet}.1/24 dev {routerLink}");
        Router.Ip($"addr add fd99:{subnet}::1/64 dev {routerLink} nodad");
        Router.Ip($"link set {routerLink} up");
        netns.Ip($"addr add 10.99.{subnet}.2/24 dev eth0");
        netns.Ip($"addr add fd99:{subnet}::2/64 dev eth0 nodad");
        netns.Ip("link set eth0 up");
        netns.Ip($"route add 10.99.0.0/16 via 10.99.{subnet}.1");
        netns.Ip($"-6 route add fd99::/16 via fd99:{subnet}::1");
    }
}
