using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>Nothing is kept of the moment that is asked for. Becomes a problem document.</summary>
/// <param name="kind">Whether a snapshot or a moment of the history is missing.</param>
/// <param name="message">What is missing, and what there is.</param>
public sealed class MomentNotFoundException(ProblemKind kind, string message) : Exception(message)
{
    /// <summary>The kind of problem.</summary>
    public ProblemKind Kind { get; } = kind;
}
