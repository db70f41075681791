using System.Net;

namespace NetApi.Domain.Reachability;

/// <summary>What a probe found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ElapsedMicroseconds">From the attempt (connect(2)) to the outcome, also where the vantage's own kernel let nothing out; 0 where it did not come to an attempt.</param>
/// <param name="LocalEndpoint">Address and port it was sent from; null where the kernel chose none.</param>
/// <param name="Detail">What happened and what it means, in sentences.</param>
/// <param name="Icmp">The ICMP error that decided; null where none came.</param>
public sealed record ProbeResult(ProbeOutcome Outcome, long ElapsedMicroseconds, IPEndPoint? LocalEndpoint, string Detail, IcmpError? Icmp);
