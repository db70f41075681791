namespace NetApi.Images;

/// <summary>An image to pull.</summary>
public sealed record PullImageRequest
{
    /// <summary>Reference, as <c>docker pull</c> takes it: <c>nginx</c> (which means <c>nginx:latest</c>), <c>nginx:1.27</c>, <c>registry.example:5000/team/web@sha256:…</c>.</summary>
    public string? Reference { get; init; }
}
