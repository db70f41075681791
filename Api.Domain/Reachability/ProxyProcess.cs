using System.Collections.Immutable;
using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

/// <summary>A docker-proxy process: it listens on a host address and port and copies to a container's.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="HostAddress">Address it listens on; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="HostPort">Port it listens on.</param>
/// <param name="ContainerAddress">Address it connects to; may be IPv4 behind an IPv6 <paramref name="HostAddress"/>.</param>
/// <param name="ContainerPort">Port it connects to.</param>
public sealed record ProxyProcess(
    int Pid,
    TransportProtocol Protocol,
    IPAddress HostAddress,
    int HostPort,
    IPAddress ContainerAddress,
    int ContainerPort);

/// <summary>What one reading of the processes found.</summary>
/// <param name="Proxies">docker-proxy processes of the host's network namespace, by process id.</param>
/// <param name="Gaps">What could not be read; with a gap, a proxy that is not found may still exist.</param>
public sealed record ProxyObservation(ImmutableArray<ProxyProcess> Proxies, ImmutableArray<Gap> Gaps);
