using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Containers;

/// <summary>Says which published ports the outside can reach.</summary>
internal static class Exposure
{
    /// <summary>One warning for each port published on all addresses: Docker forwards it before the host's INPUT rules are asked.</summary>
    public static IEnumerable<Warning> WarningsOf(Container container) => container.PublishedPorts
        .Where(p => p.HostAddress.Equals(IPAddress.Any) || p.HostAddress.Equals(IPAddress.IPv6Any))
        .GroupBy(p => (p.HostPort, p.ContainerPort, p.Protocol))
        .Select(g => g.Key)
        .Select(p => new Warning(
            "open-to-the-outside",
            $"{PortName(p.HostPort)}/{p.Protocol.ToString().ToLowerInvariant()} is published on all addresses of the host, so it is open to the outside, past the INPUT rules of a host firewall such as ufw. "
            + "Give hostIp (127.0.0.1, or one address of the host) to narrow it."));

    private static string PortName(int hostPort) => hostPort == 0 ? "A port that the engine chooses" : $"Port {hostPort}";
}
