using System.Globalization;
using System.Net;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Docker's port map (<c>"80/tcp": [{"HostIp": "", "HostPort": "8000"}]</c>), read and written.</summary>
internal static class PortMapping
{
    /// <summary>Ports in force while the container runs, those it will ask for while it does not. In the networks <c>host</c> and <c>none</c> the engine throws them away.</summary>
    public static ValueList<PublishedPort> PortsOf(ContainerInspectResponse inspect, bool isLive)
    {
        if (isLive)
            return ToPublishedPorts(inspect.NetworkSettings?.Ports);
        // A network mode may be the id of such a network as well, an attachment always has its name.
        var networks = (inspect.NetworkSettings?.Networks?.Keys ?? []).Append(inspect.HostConfig?.NetworkMode);
        return networks.Any(n => n is "host" or "none") ? [] : ToPublishedPorts(inspect.HostConfig?.PortBindings);
    }

    /// <summary>Published ports in a stable order. Ports that are only exposed have no binding, and are left out.</summary>
    public static ValueList<PublishedPort> ToPublishedPorts(IDictionary<string, IList<PortBinding>>? map) =>
    [
        .. from entry in map ?? new Dictionary<string, IList<PortBinding>>()
           let port = ParseKey(entry.Key)
           where port is not null
           from binding in entry.Value ?? []
           from address in AddressesOf(binding.HostIP)
           let published = new PublishedPort(address, HostPortOf(binding.HostPort), port.Value.Number, port.Value.Protocol)
           orderby published.ContainerPort, published.Protocol, published.HostAddress.ToString(), published.HostPort
           select published,
    ];

    /// <summary>Ports that are declared (<c>"80/tcp": {}</c>), by protocol and port. A key may name a range: <c>8000-8010/tcp</c>.</summary>
    public static ValueList<ExposedPort> ToExposedPorts(IEnumerable<string>? keys) =>
    [
        .. from key in keys ?? []
           from port in PortsOf(key)
           orderby port.Protocol, port.Port
           select port,
    ];

    /// <summary>The key of a container's port: <c>80/tcp</c>.</summary>
    public static string KeyOf(int containerPort, TransportProtocol protocol) =>
        string.Create(CultureInfo.InvariantCulture, $"{containerPort}/{WordOf(protocol)}");

    private static string WordOf(TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        TransportProtocol.Sctp => "sctp",
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "Docker publishes tcp, udp and sctp."),
    };

    private static IEnumerable<ExposedPort> PortsOf(string key)
    {
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return ParseKey(key) is { } port ? [new ExposedPort(port.Number, port.Protocol)] : [];
        return ParseKey(key[(dash + 1)..]) is { } last && HostPortOf(key[..dash]) is var first and > 0 && first <= last.Number
            ? Enumerable.Range(first, last.Number - first + 1).Select(number => new ExposedPort(number, last.Protocol))
            : [];
    }

    // The engine refuses other keys at creation; "80" alone means 80/tcp.
    private static (int Number, TransportProtocol Protocol)? ParseKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var number = slash < 0 ? key : key[..slash];
        TransportProtocol? protocol = (slash < 0 ? "tcp" : key[(slash + 1)..].ToLowerInvariant()) switch
        {
            "tcp" => TransportProtocol.Tcp,
            "udp" => TransportProtocol.Udp,
            "sctp" => TransportProtocol.Sctp,
            _ => null,
        };
        return protocol is { } known && ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (port, known) : null;
    }

    // None is all of both IP versions: what a stopped container is configured with, and asks for when it starts.
    private static IPAddress[] AddressesOf(string? hostIp) => IPAddress.TryParse(hostIp, out var address) ? [address] : [IPAddress.Any, IPAddress.IPv6Any];

    // Empty, 0 and a range ("8000-8010") leave the choice to the engine.
    private static int HostPortOf(string? hostPort) =>
        ushort.TryParse(hostPort, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
}
