using System.Globalization;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>Who holds a host port.</summary>
public enum PortHolderKind
{
    /// <summary>A running container that publishes it.</summary>
    RunningContainer,

    /// <summary>A container that is not running and will publish it when it starts.</summary>
    StoppedContainer,

    /// <summary>A process of the host.</summary>
    HostProcess,
}

/// <summary>A holder of a host port.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Address it holds; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="Port">Port it holds.</param>
/// <param name="IsCertain">False for a process on <c>::</c> where an IPv4 address is wanted: it holds that too unless it set IPV6_V6ONLY, which /proc does not tell.</param>
public sealed record PortHolder(PortHolderKind Kind, TransportProtocol Protocol, IPAddress Address, int Port, bool IsCertain = true)
{
    /// <summary>The container's id, for a container.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The container's name, for a container.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Process id, for a process that could be found out.</summary>
    public int? Pid { get; init; }

    /// <summary>The process's name, for a process that could be found out.</summary>
    public string? Process { get; init; }

    /// <summary>The holder as a sentence: "port 8000/tcp on 0.0.0.0 is published by the running container myweb".</summary>
    public override string ToString()
    {
        var protocol = Protocol.ToString().ToLowerInvariant();
        var port = string.Create(CultureInfo.InvariantCulture, $"port {Port}/{protocol} on {Address}");
        return Kind switch
        {
            PortHolderKind.RunningContainer => $"{port} is published by the running container {ContainerName}",
            PortHolderKind.StoppedContainer => $"{port} is configured by container {ContainerName}, which is not running",
            _ => $"{port} {(IsCertain ? "is" : "may be")} held by {(Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"process {pid} ({Process})") : "a process that could not be found out")}",
        };
    }
}
