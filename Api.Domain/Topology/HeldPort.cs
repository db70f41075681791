using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetApi.Domain.Topology;

/// <summary>A host address and port that somebody holds.</summary>
public sealed record HeldPort
{
    /// <summary>Transport.</summary>
    public required TransportProtocol Protocol { get; init; }

    /// <summary>Address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Who holds it.</summary>
    public required PortHolderKind Kind { get; init; }

    /// <summary>The container that publishes it, or whose process in the host's namespace holds it; null for other processes.</summary>
    public Container? Container { get; init; }

    /// <summary>The container's port behind it; null for a process.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>The process; for a published port the engine's, such as docker-proxy. Null where there is none or it could not be found out.</summary>
    public int? Pid { get; init; }

    /// <summary>Its name; null where there is none or it could not be found out. A state of the past keeps it without <see cref="Pid"/>.</summary>
    public string? Process { get; init; }

    /// <summary>The link that the socket is bound to; null for any.</summary>
    public string? LinkName { get; init; }

    /// <summary>Whether a process on <c>::</c> holds the port for IPv4 too: it does unless it set <c>IPV6_V6ONLY</c>. Null where that could not be read; false for everything else.</summary>
    public bool? TakesIpv4 { get; init; } = false;

    /// <summary>Whether the holder claims the port on <paramref name="wanted"/>; null where it may. A null address stands for all of both families.</summary>
    public bool? Claims(IPAddress? wanted)
    {
        if (wanted is null || Overlap(wanted, Address))
            return true;
        return wanted.AddressFamily == AddressFamily.InterNetwork && Address.Equals(IPAddress.IPv6Any) ? TakesIpv4 : false;
    }

    /// <summary>The holder as a sentence that is true whatever port is wanted: "port 8000/tcp on 0.0.0.0 is published by the running container myweb".</summary>
    public override string ToString()
    {
        var ipv4 = TakesIpv4 switch { true => ", IPv4 included,", null => ", IPv4 perhaps included,", false => "" };
        var port = string.Create(CultureInfo.InvariantCulture, $"port {Port}/{Protocol.ToString().ToLowerInvariant()} on {Address}{ipv4}");
        return Kind switch
        {
            PortHolderKind.RunningContainer => $"{port} is published by the running container {Container?.Name}",
            PortHolderKind.StoppedContainer => $"{port} is configured by container {Container?.Name}, which is not running",
            _ when Container is { } own => $"{port} is held by container {own.Name}, which uses the host's network",
            _ => $"{port} is held by {InWords(Pid, Process)}",
        };
    }

    // A state of the past knows no process ids.
    private static string InWords(int? pid, string? name) =>
        pid is { } id ? string.Create(CultureInfo.InvariantCulture, $"process {id} ({name})") : name is null ? "a process that could not be found out" : $"process {name}";

    // Docker binds :: for IPv6 alone, so that of two published ports the families never overlap.
    private static bool Overlap(IPAddress a, IPAddress b) => a.AddressFamily == b.AddressFamily && (a.Equals(b) || IsAny(a) || IsAny(b));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
