using System.Collections.Immutable;

namespace NetApi.Adapters.DockerEngine;

/// <summary>An image the engine holds.</summary>
/// <param name="Id">Full id, <c>sha256:…</c>.</param>
/// <param name="Tags">Its names with their tags, sorted; empty for a dangling image.</param>
/// <param name="Digests">Its names with the digests they were pulled by, sorted.</param>
/// <param name="SizeBytes">Size of all its layers in bytes.</param>
/// <param name="CreatedAt">When it was built, UTC; null where the image does not say.</param>
public sealed record Image(string Id, ImmutableArray<string> Tags, ImmutableArray<string> Digests, long SizeBytes, DateTimeOffset? CreatedAt);

/// <summary>A step of a pull.</summary>
/// <param name="LayerId">Short id of the layer; null where the step concerns the whole image.</param>
/// <param name="Status">The engine's words: <c>Downloading</c>, <c>Extracting</c>, <c>Pull complete</c> …</param>
/// <param name="CurrentBytes">Bytes done; null where the step is not counted.</param>
/// <param name="TotalBytes">Bytes in all; null where unknown.</param>
public sealed record PullProgress(string? LayerId, string Status, long? CurrentBytes, long? TotalBytes);
