namespace NetApi.Reachability;

/// <summary>A probe to send. Kinds and protocols are kept as text until validation, so that a wrong one is listed beside all other faults.</summary>
/// <param name="Vantage">Where it starts.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="TimeoutMs">How long to wait for an answer, 1 to 10,000 ms; 1,000 where it is omitted.</param>
public sealed record ProbeRequest(VantageRequest? Vantage, ProbeDestinationRequest? Destination, int? TimeoutMs = null);

/// <summary>Where a probe starts.</summary>
/// <param name="Kind"><c>host</c>, <c>container</c> or <c>outside</c>: a temporary namespace joined to the host by a veth.</param>
/// <param name="Container">Id, an unambiguous beginning of it, or name; for the kind <c>container</c> alone.</param>
public sealed record VantageRequest(string? Kind, string? Container = null);

/// <summary>Where a probe goes: an address or a container.</summary>
/// <param name="Address">An IPv4 or IPv6 address that the host knows: its own, a container's, one that a port is published on, or loopback.</param>
/// <param name="Container">Id, an unambiguous beginning of it, or name; its address on a network it shares with the vantage is taken, else on the first by name.</param>
/// <param name="Network">Name or id of the network whose address of <paramref name="Container"/> is meant.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>; <c>tcp</c> where it is omitted.</param>
public sealed record ProbeDestinationRequest(string? Address = null, string? Container = null, string? Network = null, int? Port = null, string? Protocol = null);
