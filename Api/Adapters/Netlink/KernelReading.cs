using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink;

/// <summary>What is known of the kernel, with what led to it since it was taken before.</summary>
/// <param name="Observation">What is known.</param>
/// <param name="IsNew">Whether it is another observation than the one that was taken before.</param>
/// <param name="NotBefore">Since when events were missed, UTC, where it came about since then in an interruption or by its end; else null.</param>
public sealed record KernelReading(KernelObservation Observation, bool IsNew, DateTimeOffset? NotBefore);
