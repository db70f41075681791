using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NetApi.Adapters.Sqlite;

namespace NetApi.Hosting;

/// <summary>NetApi will not start as it is configured; the message says how to mend it.</summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Exit code of a refused start.</summary>
    public const int ExitCode = 1;

    /// <summary>What to tell the user where <paramref name="exception"/> is a refusal rather than a defect; null where it is a defect.</summary>
    public static string? MessageOf(Exception exception) => exception switch
    {
        StartRefusedException or DatabaseRefusedException or StoreUnavailableException => exception.Message,
        SocketException socket => $"{socket.Message}. Listen on an address this host has, and on a port from 1024 on unless NetApi runs as root: ASPNETCORE_URLS=http://127.0.0.1:8420.",
        IOException { InnerException: AddressInUseException } inUse => $"{inUse.Message} Another NetApi may be running; choose another address with ASPNETCORE_URLS.",
        _ => null,
    };
}
