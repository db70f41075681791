using System.Collections.Immutable;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>A socket of the host's network namespace that waits for connections (TCP LISTEN) or datagrams (UDP bound, not connected).</summary>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Bound address; <c>0.0.0.0</c> or <c>::</c> for all. An IPv4-mapped address is given as IPv4.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Pid">A process that holds the socket, the lowest id of several; null where it could not be found out.</param>
/// <param name="Process">Its name (<c>/proc/PID/comm</c>, at most 15 characters); null with <paramref name="Pid"/>.</param>
public sealed record Listener(TransportProtocol Protocol, IPAddress Address, int Port, int? Pid, string? Process);

/// <summary>What one reading of the listening sockets found.</summary>
/// <param name="Listeners">Listeners by protocol, port and address.</param>
/// <param name="Gaps">What could not be read.</param>
public sealed record ListenerObservation(ImmutableArray<Listener> Listeners, ImmutableArray<Gap> Gaps);
