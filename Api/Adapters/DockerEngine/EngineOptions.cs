namespace NetApi.Adapters.DockerEngine;

/// <summary>Where the Docker Engine listens, and how long NetApi waits for it.</summary>
public sealed record EngineOptions
{
    /// <summary>The engine's usual socket, used where nothing is configured.</summary>
    public const string DefaultHost = "unix:///var/run/docker.sock";

    private const int PlainTcpPort = 2375;

    /// <summary><c>unix:///PATH</c> or <c>tcp://HOST:PORT</c>, HOST being this host's loopback.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Longest wait for an answer to a reading. An engine that takes longer counts as hung.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for create, start, stop and the like, beyond a container's own grace period; in a pull, the longest silence.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether the engine is reached through a Unix socket.</summary>
    internal bool IsUnixSocket => Endpoint.Scheme == "unix";

    /// <summary>Reads a <c>DOCKER_HOST</c>: <c>unix:///PATH</c>, <c>tcp://HOST[:PORT]</c> (2375 where no port is named) or a bare path.</summary>
    /// <remarks>HOST must be loopback: the engine's process ids and sandbox paths are joined with this host's own, and a remote engine's would name strangers.</remarks>
    /// <param name="dockerHost">The variable's value; null or empty means <see cref="DefaultHost"/>.</param>
    /// <exception cref="FormatException">Another form, or a transport that NetApi does not speak.</exception>
    public static EngineOptions Parse(string? dockerHost)
    {
        var text = string.IsNullOrWhiteSpace(dockerHost) ? DefaultHost : dockerHost.Trim();
        if (text.StartsWith('/'))
            return new EngineOptions { Endpoint = SocketAt(text) };
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw Unusable(text, "it is no address");
        return uri.Scheme switch
        {
            "unix" when uri.Host.Length == 0 && text.StartsWith("unix:///", StringComparison.OrdinalIgnoreCase) && text.Length > "unix:///".Length =>
                new EngineOptions { Endpoint = SocketAt(text["unix://".Length..]) },
            "unix" => throw Unusable(text, "the socket's path must be absolute"),
            "tcp" or "http" when uri.Host.Length == 0 || uri.PathAndQuery is not ("" or "/") => throw Unusable(text, "a TCP address has a host and a port and nothing else"),
            "tcp" or "http" when !uri.IsLoopback => throw Unusable(text, $"{uri.Host} is not loopback, and NetApi runs on the engine's own host"),
            "tcp" or "http" =>
                new EngineOptions { Endpoint = new UriBuilder("tcp", uri.Host, uri.IsDefaultPort && uri.Scheme == "tcp" ? PlainTcpPort : uri.Port).Uri },
            "npipe" => throw Unusable(text, "named pipes belong to Windows, and NetApi reads a Linux host"),
            "ssh" => throw Unusable(text, "NetApi runs on the engine's own host and does not tunnel through ssh"),
            _ => throw Unusable(text, $"the transport '{uri.Scheme}' is not supported"),
        };
    }

    // A path may hold characters that a URI gives a meaning of its own (#, ?, %).
    private static Uri SocketAt(string path) =>
        new("unix://" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    private static FormatException Unusable(string text, string why) =>
        new($"DOCKER_HOST '{text}' cannot be used: {why}. Use unix:///PATH, tcp://127.0.0.1:PORT or the path of a socket.");
}
