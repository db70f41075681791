using System.Net.Sockets;
using NetApi.Adapters.DockerEngine;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>A Unix socket that is bound, and perhaps listens, but never answers.</summary>
internal sealed class UnixListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public UnixListener() => _socket.Bind(new UnixDomainSocketEndPoint(Path));

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"netapi-{Guid.NewGuid():N}.sock");

    public void Listen(int backlog) => _socket.Listen(backlog);

    public EngineClient Connect(TimeSpan patience) =>
        new(EngineOptions.Parse(Path) with { ReadTimeout = patience, CommandTimeout = patience });

    /// <summary>Takes a place in the queue of pending connections.</summary>
    public Socket Dial()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(Path));
        return client;
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(Path);
    }
}
