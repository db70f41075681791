using System.Net;
using System.Net.Sockets;
using System.Text;
using NetApi.Adapters.Netlink.Netns;

namespace NetApi.Tests.Privileged;

/// <summary>Sockets of every form inside a namespace: those that wait, and some that do not.</summary>
internal sealed class TestSockets : IDisposable
{
    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;

    private readonly List<Socket> _sockets = [];

    private TestSockets()
    {
    }

    /// <summary>Opens them; the namespace has an lo that is up, and a link br0.</summary>
    public static TestSockets OpenIn(ScratchNetns netns, Random random)
    {
        using var handle = netns.Open();
        var sockets = new TestSockets();
        NetnsEntry.Run(handle, () => sockets.OpenAll(random));
        return sockets;
    }

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private void OpenAll(Random random)
    {
        var port = random.Next(1, 1000);
        var listening = Tcp(AddressFamily.InterNetwork, "127.0.0.1", port);
        Tcp(AddressFamily.InterNetwork, "0.0.0.0", port + 1);
        Tcp(AddressFamily.InterNetworkV6, "::", port + 2, isV6Only: true);
        Tcp(AddressFamily.InterNetworkV6, "::", port + 3, isV6Only: false);
        Tcp(AddressFamily.InterNetworkV6, "::ffff:127.0.0.1", port + 4, isV6Only: false);
        Tcp(AddressFamily.InterNetworkV6, "fd77::1", port + 5, isV6Only: false, device: "br0");
        Tcp(AddressFamily.InterNetwork, "0.0.0.0", port + 6, device: "br0");
        Udp(AddressFamily.InterNetwork, "0.0.0.0", port);
        Udp(AddressFamily.InterNetwork, "0.0.0.0", port + 1, device: "br0");
        Udp(AddressFamily.InterNetworkV6, "::", port + 2, isV6Only: true);
        Udp(AddressFamily.InterNetworkV6, "::", port + 3, isV6Only: false);

        // These do not wait: bound only, connected.
        Bound(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), "127.0.0.1", port + 7);
        Udp(AddressFamily.InterNetwork, "127.0.0.1", port + 8).Connect(IPAddress.Loopback, 9);
        var client = Bound(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), "127.0.0.1", 0);
        client.Connect(listening.LocalEndPoint!);
    }

    private Socket Tcp(AddressFamily family, string address, int port, bool? isV6Only = null, string? device = null)
    {
        var socket = Bound(Configured(new Socket(family, SocketType.Stream, ProtocolType.Tcp), isV6Only, device), address, port);
        socket.Listen();
        return socket;
    }

    private Socket Udp(AddressFamily family, string address, int port, bool? isV6Only = null, string? device = null) =>
        Bound(Configured(new Socket(family, SocketType.Dgram, ProtocolType.Udp), isV6Only, device), address, port);

    private Socket Bound(Socket socket, string address, int port)
    {
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        return socket;
    }

    private static Socket Configured(Socket socket, bool? isV6Only, string? device)
    {
        if (isV6Only is { } only)
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, only);
        if (device is not null)
            socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.ASCII.GetBytes(device));
        return socket;
    }
}
