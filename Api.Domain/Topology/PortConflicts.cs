using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace NetApi.Domain.Topology;

/// <summary>Finds who holds a host port that is wanted for a container.</summary>
public static class PortConflicts
{
    /// <summary>Who holds the port: running containers first, then processes, then stopped containers; empty where it is free as far as it could be read.</summary>
    /// <param name="hostAddress">The wanted address; null for all addresses of both families, 0.0.0.0 or :: for all of one.</param>
    /// <param name="port">The wanted port, 1 to 65535.</param>
    /// <param name="protocol">The wanted transport.</param>
    /// <param name="state">The host.</param>
    /// <param name="listeners">Listening sockets of the host's namespace, docker-proxy's among them.</param>
    public static ImmutableArray<PortHolder> Holders(
        IPAddress? hostAddress, int port, TransportProtocol protocol, HostState state, IReadOnlyCollection<Listener> listeners)
    {
        IPAddress[] wanted = hostAddress is null ? [IPAddress.Any, IPAddress.IPv6Any] : [hostAddress];
        var published = state.Containers
            .SelectMany(c => c.PublishedPorts.Select(p => (Container: c, Port: p)))
            .Where(x => x.Port.HostPort == port && x.Port.Protocol == protocol)
            .ToList();
        var containers = published
            .Where(x => wanted.Any(w => Overlap(w, x.Port.HostAddress)))
            .Select(x => Holder(x.Container, x.Port));
        var processes = listeners
            .Where(l => l.Port == port && l.Protocol == protocol)
            .Where(l => !published.Any(x => x.Container.IsLive && x.Port.HostAddress.Equals(l.Address) && IsEngines(l.Process)))
            .Select(l => Holder(l, wanted))
            .OfType<PortHolder>();
        return
        [
            .. containers.Concat(processes)
                .OrderBy(h => h.Kind switch { PortHolderKind.RunningContainer => 0, PortHolderKind.HostProcess => 1, _ => 2 })
                .ThenBy(h => h.ContainerName, StringComparer.Ordinal)
                .ThenBy(h => h.Pid)
                .ThenBy(h => h.Address.AddressFamily),
        ];
    }

    /// <summary>Whether two bound addresses claim an address in common. Docker binds <c>::</c> for IPv6 alone, so families never overlap.</summary>
    public static bool Overlap(IPAddress a, IPAddress b) =>
        a.AddressFamily == b.AddressFamily && (a.Equals(b) || IsAny(a) || IsAny(b));

    private static PortHolder Holder(Container container, PublishedPort port) =>
        new(container.IsLive ? PortHolderKind.RunningContainer : PortHolderKind.StoppedContainer, port.Protocol, port.HostAddress, port.HostPort)
        {
            ContainerId = container.Id,
            ContainerName = container.Name,
        };

    private static PortHolder? Holder(Listener listener, IPAddress[] wanted)
    {
        var isCertain = wanted.Any(w => Overlap(w, listener.Address));
        var mayHoldIpv4 = listener.Address.Equals(IPAddress.IPv6Any) && wanted.Any(w => w.AddressFamily == AddressFamily.InterNetwork);
        return isCertain || mayHoldIpv4
            ? new PortHolder(PortHolderKind.HostProcess, listener.Protocol, listener.Address, listener.Port, isCertain)
            {
                Pid = listener.Pid,
                Process = listener.Process,
            }
            : null;
    }

    // The socket of a published port belongs to its docker-proxy (rootless: rootlesskit-docker-proxy, cut to 15 characters), or,
    // where the engine runs no proxies, to dockerd itself. A socket without an owner is theirs as well: the engine could not have published beside it.
    internal static bool IsEngines(string? process) => process is null or "docker-proxy" or "rootlesskit-doc" or "dockerd";

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
