using System.Text.Json.Serialization;

namespace NetApi.Hosting.Problems;

/// <summary>A problem document (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>Media type of the document.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Stable identifier of the kind of problem: <c>urn:netapi:problem:CODE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in a few words, the same each time.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>The kind as a kebab-case word for scripts, the last part of <see cref="Type"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Every fault of the request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fault>? Errors { get; init; }

    /// <summary>The step that failed, of work made of several: <c>pull</c>, <c>create</c>, <c>connect</c>, <c>start</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Step { get; init; }

    /// <summary>The engine's own words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EngineMessage { get; init; }

    /// <summary>Id of the request in NetApi's log.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}
