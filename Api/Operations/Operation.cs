using NetApi.Hosting.Problems;

namespace NetApi.Operations;

/// <summary>What an operation does.</summary>
public enum OperationKind
{
    /// <summary>Pulls an image from its registry.</summary>
    ImagePull,
}

/// <summary>How far an operation is.</summary>
public enum OperationState
{
    /// <summary>It works.</summary>
    Running,

    /// <summary>It did what it was asked for; <c>result</c> says what came of it.</summary>
    Succeeded,

    /// <summary>It did not; <c>problem</c> says why.</summary>
    Failed,

    /// <summary>Somebody cancelled it, or NetApi was stopped.</summary>
    Cancelled,
}

/// <summary>Work that takes longer than a request may.</summary>
public sealed record Operation
{
    /// <summary>Id: a UUID of version 7 (RFC 9562), so that ids sort by creation.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>How far it is.</summary>
    public required OperationState State { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How far the pull is, in layers and bytes.</summary>
    public required PullState Progress { get; init; }

    /// <summary>What came of it; null unless it succeeded.</summary>
    public PulledImage? Result { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>How work ended: with a result or with a problem.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record OperationOutcome(PulledImage? Result, Problem? Problem);
