using System.Collections.Immutable;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>What is known of the engine, with what led to it since it was taken before.</summary>
/// <param name="Observation">What is known.</param>
/// <param name="Causes">The events that it was read after since then, in their order; none where it is the same.</param>
/// <param name="NotBefore">Since when not everything was seen, UTC, where it came about since then by a reading that ended an interruption; else null.</param>
public sealed record EngineReading(EngineObservation Observation, ImmutableArray<EngineCause> Causes, DateTimeOffset? NotBefore);
