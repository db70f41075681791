using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A socket that waits for connections (TCP LISTEN) or datagrams (UDP bound, not connected), of any namespace, as NETLINK_SOCK_DIAG gives it.</summary>
public sealed record ListeningSocket
{
    /// <summary>The namespace it is in.</summary>
    public required NetnsId Namespace { get; init; }

    /// <summary>Transport.</summary>
    public required TransportProtocol Protocol { get; init; }

    /// <summary>Bound address; <c>0.0.0.0</c> or <c>::</c> for all.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Set <c>IPV6_V6ONLY</c>: takes no IPv4; null for an IPv4 socket. A socket on <c>::</c> without it takes IPv4 too.</summary>
    public bool? IsV6Only { get; init; }

    /// <summary>ifindex of the link it is bound to (<c>SO_BINDTODEVICE</c>); null for any.</summary>
    public int? LinkIndex { get; init; }

    /// <summary>The socket's inode, as <c>ls -l /proc/PID/fd</c> shows it. No process holds one of the kernel's own, such as that of a vxlan link.</summary>
    public ulong Inode { get; init; }

    /// <summary>User id of its owner, in the initial user namespace.</summary>
    public uint Uid { get; init; }

    /// <summary>A process that holds it, the lowest id of several, in NetApi's view of /proc; null where none could be found.</summary>
    public int? Pid { get; init; }

    /// <summary>Its name (<c>/proc/PID/comm</c>, at most 15 characters); null where no process could be found. A state of the past keeps it without <see cref="Pid"/>.</summary>
    public string? Process { get; init; }

    /// <summary>Id of the container that process runs in, as its control group names it; null with <see cref="Process"/>, and where the group names none.</summary>
    public string? ContainerId { get; init; }
}
