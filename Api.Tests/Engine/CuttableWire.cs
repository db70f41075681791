using System.Collections.Concurrent;
using System.Net.Sockets;

namespace NetApi.Tests.Engine;

/// <summary>A Unix socket that leads to the engine's, until it is cut: open connections break, new ones are refused.</summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private readonly string _engine;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netapi-wire-");
    private readonly ConcurrentBag<Socket> _open = [];
    private Socket _listener = null!;
    private Task _accepting = Task.CompletedTask;

    public CuttableWire(string engineSocket)
    {
        _engine = engineSocket;
        Mend();
    }

    public string Path => System.IO.Path.Combine(_directory.FullName, "docker.sock");

    public void Mend()
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    public void Cut()
    {
        _listener.Dispose();
        File.Delete(Path);
        while (_open.TryTake(out var socket))
            socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _accepting;
        _directory.Delete(recursive: true);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = JoinAsync(await listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The wire was cut.
        }
    }

    private async Task JoinAsync(Socket near)
    {
        var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _open.Add(near);
        _open.Add(far);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(_engine));
            await using var nearStream = new NetworkStream(near);
            await using var farStream = new NetworkStream(far);
            await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The wire was cut, or one side hung up.
        }
        near.Dispose();
        far.Dispose();
    }
}
