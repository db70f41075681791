using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The one place that turns failures of the client library, of sockets and of the clock into <see cref="EngineException"/>.</summary>
internal static class EngineFaults
{
    /// <summary>The engine's failure behind <paramref name="exception"/>; null where it is not the engine's (a bug, a cancelled caller).</summary>
    public static EngineException? Explain(Exception exception, EngineOptions options, string operation) => exception switch
    {
        DockerApiException api => new EngineRefusedException((int)api.StatusCode, operation, WordsOf(api), api),
        OperationCanceledException => null,
        _ when Find<SocketException>(exception) is { } socket => Explain(socket, options, operation, exception),
        JsonException => Unreadable(options, operation, exception),
        HttpRequestException or IOException => new EngineUnavailableException(
            EngineUnavailableReason.Down,
            operation,
            $"The Docker Engine at {options.Endpoint} broke off while it was asked to {operation}, or answered something that is not HTTP ({exception.Message}). It may be restarting; try again, and see its log (journalctl -u docker).",
            exception),
        _ => null,
    };

    /// <summary>The engine answered, and NetApi failed over the answer.</summary>
    public static EngineUnavailableException Unreadable(EngineOptions options, string operation, Exception cause) => new(
        EngineUnavailableReason.Unreadable,
        operation,
        $"What answers at {options.Endpoint} was asked to {operation}, and its answer is not what NetApi takes for Docker's API ({cause.Message}). See that a Docker Engine listens there; if one does, this is a defect of NetApi or of the engine.",
        cause);

    /// <summary>The engine did not answer within <paramref name="timeout"/>.</summary>
    public static EngineUnavailableException Hung(EngineOptions options, string operation, TimeSpan timeout, Exception? cause) => new(
        EngineUnavailableReason.Hung,
        operation,
        $"The Docker Engine at {options.Endpoint} did not answer within {timeout.TotalSeconds:0.###} s when it was asked to {operation}. It listens, but hangs: see its log (journalctl -u docker) and restart it if it stays so.",
        cause);

    private static EngineUnavailableException Explain(SocketException socket, EngineOptions options, string operation, Exception cause)
    {
        var (reason, message) = socket.SocketErrorCode switch
        {
            SocketError.AccessDenied => (
                EngineUnavailableReason.Denied,
                $"NetApi may not open {options.Endpoint.LocalPath} ({socket.Message}). Run it as root, or as a member of the group that owns the socket (usually docker)."),
            // A Unix socket whose queue of pending connections is full answers EAGAIN (unix(7)): it listens, but nobody accepts.
            SocketError.WouldBlock or SocketError.TryAgain when options.IsUnixSocket => (
                EngineUnavailableReason.Hung,
                $"The Docker Engine at {options.Endpoint} accepts no more connections: it listens, but hangs. See its log (journalctl -u docker) and restart it."),
            // .NET gives ENOENT of a socket's path as EADDRNOTAVAIL.
            SocketError.AddressNotAvailable when options.IsUnixSocket => (
                EngineUnavailableReason.Down,
                $"There is no Docker Engine at {options.Endpoint}: the socket does not exist. Start the engine (systemctl start docker), or name its socket in DOCKER_HOST."),
            SocketError.ConnectionRefused => (
                EngineUnavailableReason.Down,
                $"No Docker Engine listens at {options.Endpoint}. Start it (systemctl start docker), or name another address in DOCKER_HOST."),
            _ => (
                EngineUnavailableReason.Down,
                $"The connection to the Docker Engine at {options.Endpoint} failed while it was asked to {operation} ({socket.Message}). It may be restarting; try again."),
        };
        return new EngineUnavailableException(reason, operation, message, cause);
    }

    private static string WordsOf(DockerApiException api)
    {
        var body = api.ResponseBody?.Trim() ?? "";
        if (!body.StartsWith('{'))
            return body.Length > 0 ? body : $"HTTP {(int)api.StatusCode} without a word";
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("message", out var message) && message.GetString() is { } words ? words : body;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return body;
        }
    }

    private static T? Find<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }
        return null;
    }
}
