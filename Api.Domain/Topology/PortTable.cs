using System.Collections.Immutable;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A container's ports that its image or its creator declared and that are not published.</summary>
/// <param name="Container">The container.</param>
/// <param name="Ports">The ports, by protocol and number.</param>
public sealed record UnpublishedPorts(Container Container, ImmutableArray<ExposedPort> Ports);

/// <summary>Every host port that is held: published, reserved by a stopped container, or a process's.</summary>
public sealed class PortTable
{
    private readonly HostIndex _index;
    private readonly ILookup<(TransportProtocol, int), HeldPort> _byPort;

    /// <summary>The table of a state.</summary>
    public PortTable(HostState state)
    {
        _index = HostIndex.Of(state);
        var sockets = SocketsOfHost(state);
        var published = state.Containers.SelectMany(c => c.PublishedPorts.Where(p => p.HostPort != 0), (c, p) => Published(c, p, sockets)).ToList();
        var running = published.Where(p => p.Kind == PortHolderKind.RunningContainer).ToLookup(p => (p.Protocol, p.Port));
        var processes = sockets.SelectMany(group => group)
            .Where(s => !(IsEngines(s.Process) && running[(s.Protocol, s.Port)].Any(p => p.Address.Equals(s.Address))))
            .Select(Held)
            // Several sockets of one process may listen side by side (SO_REUSEPORT).
            .Distinct();
        Ports =
        [
            .. published.Concat(processes)
                .OrderBy(p => p.Protocol).ThenBy(p => p.Port).ThenBy(p => p.Address.AddressFamily).ThenBy(p => p.Address.ToString(), StringComparer.Ordinal)
                .ThenBy(p => p.Kind).ThenBy(p => p.Container?.Name, StringComparer.Ordinal).ThenBy(p => p.Pid),
        ];
        _byPort = Ports.ToLookup(p => (p.Protocol, p.Port));
        Unpublished = [.. state.Containers.Select(UnpublishedOf).Where(u => !u.Ports.IsEmpty)];
    }

    /// <summary>Held ports, by protocol, port and address. A port that the engine will choose at the next start is nobody's yet.</summary>
    public ImmutableArray<HeldPort> Ports { get; }

    /// <summary>What containers expose and do not publish, by container name.</summary>
    public ImmutableArray<UnpublishedPorts> Unpublished { get; }

    /// <summary>Who holds, or may hold, a port on an address; a null address stands for all of both families.</summary>
    public IEnumerable<HeldPort> Holders(TransportProtocol protocol, int port, IPAddress? address) =>
        _byPort[(protocol, port)].Where(h => h.Claims(address) != false);

    // The socket of a published port belongs to its docker-proxy (rootless: rootlesskit-docker-proxy, cut to 15 characters), or,
    // where the engine runs no proxies, to dockerd itself. A socket without an owner is theirs as well: the engine could not have published beside it.
    private static bool IsEngines(string? process) => process is null or "docker-proxy" or "rootlesskit-doc" or "dockerd";

    private ILookup<(TransportProtocol, int), ListeningSocket> SocketsOfHost(HostState state) => state.Sockets
        .Where(s => s.Namespace == _index.Host?.Id)
        .Select(s => s.Address.IsIPv4MappedToIPv6 ? s with { Address = s.Address.MapToIPv4(), IsV6Only = null } : s)
        .ToLookup(s => (s.Protocol, s.Port));

    private static HeldPort Published(Container container, PublishedPort port, ILookup<(TransportProtocol, int), ListeningSocket> sockets)
    {
        var engines = container.IsLive
            ? sockets[(port.Protocol, port.HostPort)].FirstOrDefault(s => s.Address.Equals(port.HostAddress) && IsEngines(s.Process))
            : null;
        return new HeldPort
        {
            Protocol = port.Protocol,
            Address = port.HostAddress,
            Port = port.HostPort,
            Kind = container.IsLive ? PortHolderKind.RunningContainer : PortHolderKind.StoppedContainer,
            Container = container,
            ContainerPort = port.ContainerPort,
            Pid = engines?.Pid,
            Process = engines?.Process,
        };
    }

    private HeldPort Held(ListeningSocket socket) => new()
    {
        Protocol = socket.Protocol,
        Address = socket.Address,
        Port = socket.Port,
        Kind = PortHolderKind.HostProcess,
        Container = _index.OwnerOf(socket),
        Pid = socket.Pid,
        Process = socket.Process,
        LinkName = socket.LinkIndex is { } link ? _index.Link(socket.Namespace, link)?.Name : null,
        TakesIpv4 = socket.Address.Equals(IPAddress.IPv6Any) ? !socket.IsV6Only : false,
    };

    private static UnpublishedPorts UnpublishedOf(Container container) => new(
        container,
        [
            .. container.ExposedPorts
                .Where(e => !container.PublishedPorts.Any(p => p.ContainerPort == e.Port && p.Protocol == e.Protocol))
                .OrderBy(e => e.Protocol).ThenBy(e => e.Port),
        ]);
}
