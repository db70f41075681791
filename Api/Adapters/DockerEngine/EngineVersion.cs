namespace NetApi.Adapters.DockerEngine;

/// <summary>Which engine it is, as <c>/version</c> and <c>/info</c> say; empty where the engine does not.</summary>
public sealed record EngineVersion
{
    /// <summary>The engine's version, such as <c>20.10.24+dfsg1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The API version NetApi uses with it: the lower of the engine's newest and NetApi's newest.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The newest API version the engine speaks.</summary>
    public required string EngineApiVersion { get; init; }

    /// <summary>The oldest API version the engine speaks.</summary>
    public required string MinApiVersion { get; init; }

    /// <summary>Operating system of the engine: <c>linux</c>.</summary>
    public required string Os { get; init; }

    /// <summary>Architecture in Go's words: <c>amd64</c>, <c>arm64</c> …</summary>
    public required string Architecture { get; init; }

    /// <summary>Kernel release.</summary>
    public required string Kernel { get; init; }

    /// <summary>Storage driver, such as <c>overlay2</c>.</summary>
    public required string StorageDriver { get; init; }

    /// <summary><c>systemd</c> or <c>cgroupfs</c>.</summary>
    public required string CgroupDriver { get; init; }

    /// <summary><c>1</c> or <c>2</c>.</summary>
    public required string CgroupVersion { get; init; }

    /// <summary>The engine's host name.</summary>
    public required string Name { get; init; }
}
