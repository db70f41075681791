using System.Globalization;
using System.Net;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.Sockets;

/// <summary>A socket that waits for connections (TCP) or datagrams (UDP).</summary>
/// <param name="Namespace">The namespace it is in.</param>
/// <param name="Container">The container it belongs to; null for other processes, and where containers share the namespace and no process was found.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Bound address; <c>0.0.0.0</c> or <c>::</c> for all.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="V6Only">Set IPV6_V6ONLY; without it, a socket on <c>::</c> takes IPv4 too. Null for an IPv4 socket.</param>
/// <param name="Link">The link it is bound to; null for any.</param>
/// <param name="Process">A process that holds it; null where none could be found.</param>
/// <param name="Uid">User id of its owner, in the initial user namespace.</param>
/// <param name="Inode">The socket's inode, as <c>ls -l /proc/PID/fd</c> shows it.</param>
public sealed record SocketResource(
    NamespaceRef? Namespace,
    ContainerRef? Container,
    TransportProtocol Protocol,
    IPAddress Address,
    int Port,
    bool? V6Only,
    LinkRef? Link,
    ProcessRef? Process,
    uint Uid,
    ulong Inode)
{
    /// <summary>The socket as the state shows it.</summary>
    internal static SocketResource Of(ListeningSocket socket, HostIndex index) => new(
        NamespaceRef.Of(index.Namespace(socket.Namespace)),
        ContainerRef.Of(index.OwnerOf(socket)),
        socket.Protocol,
        socket.Address,
        socket.Port,
        socket.IsV6Only,
        LinkRef.Of(index, socket.Namespace, socket.LinkIndex),
        ProcessRef.Of(socket.Pid, socket.Process),
        socket.Uid,
        socket.Inode);

    /// <summary>Sorts sockets by namespace, protocol, port and address; several may listen side by side (SO_REUSEPORT).</summary>
    internal static string KeyOf(ListeningSocket socket, HostIndex index) => string.Create(CultureInfo.InvariantCulture,
        $"{PlaceFilter.KeyOf(index, socket.Namespace)}/{(int)socket.Protocol}/{socket.Port:D5}/{IpFamilies.KeyOf(socket.Address)}/{socket.LinkIndex:D10}/{socket.Inode:D20}");
}
