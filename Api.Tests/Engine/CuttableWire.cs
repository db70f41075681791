using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace NetApi.Tests.Engine;

/// <summary>A Unix socket that leads to the engine's, until it is cut: open connections break, new ones are refused.</summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private readonly string _engine;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netapi-wire-");
    private ConcurrentBag<Socket> _open = [];
    private Socket _listener = null!;
    private Task _accepting = Task.CompletedTask;
    private Trap? _trap;

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
        foreach (var socket in Interlocked.Exchange(ref _open, []))
            socket.Dispose();
    }

    /// <summary>Cuts the wire as soon as <paramref name="text"/> comes along in a request or an answer, which is not passed on.</summary>
    public void CutAt(string text) => _trap = new Trap(text, WholeWire: true);

    /// <summary>Breaks only the connection on which <paramref name="text"/> comes along; the engine stays within reach.</summary>
    public void BreakAt(string text) => _trap = new Trap(text, WholeWire: false);

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
            await await Task.WhenAny(PumpAsync(nearStream, farStream), PumpAsync(farStream, nearStream));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The wire was cut, or one side hung up.
        }
        near.Dispose();
        far.Dispose();
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (_trap is { } trap && Encoding.Latin1.GetString(buffer, 0, read).Contains(trap.Text, StringComparison.Ordinal) && Interlocked.CompareExchange(ref _trap, null, trap) == trap)
            {
                if (trap.WholeWire)
                    Cut();
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private sealed record Trap(string Text, bool WholeWire);
}
