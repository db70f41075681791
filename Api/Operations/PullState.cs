namespace NetApi.Operations;

/// <summary>How far a pull is.</summary>
/// <param name="Image">What is pulled, with its tag.</param>
/// <param name="Layers">Layers in the order the engine named them.</param>
/// <param name="Bytes">Bytes of all layers whose size the engine has told; it learns the sizes one by one.</param>
/// <param name="LayersDone">Layers that are there: pulled, or held already.</param>
/// <param name="LayersTotal">Layers named so far.</param>
public sealed record PullState(string Image, IReadOnlyList<PullLayer> Layers, PullBytes Bytes, int LayersDone, int LayersTotal)
{
    /// <summary>A pull of which the engine has not said anything yet.</summary>
    public static PullState Begin(string image) => new(image, [], new PullBytes(0, 0), 0, 0);
}

/// <summary>A layer of an image that is pulled.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Status">The engine's words: <c>Downloading</c>, <c>Extracting</c>, <c>Pull complete</c>, <c>Already exists</c> …</param>
/// <param name="CurrentBytes">Bytes downloaded; null where the engine has not told.</param>
/// <param name="TotalBytes">Bytes to download; null where the engine has not told.</param>
public sealed record PullLayer(string Id, string Status, long? CurrentBytes, long? TotalBytes);

/// <summary>Bytes downloaded, of bytes to download.</summary>
/// <param name="Current">Downloaded.</param>
/// <param name="Total">To download.</param>
public sealed record PullBytes(long Current, long Total);

/// <summary>An image that was pulled.</summary>
/// <param name="Reference">What was pulled, with its tag.</param>
/// <param name="ImageId">Id of the image, <c>sha256:…</c>; null where somebody removed it at once.</param>
public sealed record PulledImage(string Reference, string? ImageId);
