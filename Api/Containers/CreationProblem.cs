using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Says which step of a creation the engine refused, and why.</summary>
internal static class CreationProblem
{
    /// <summary>409 where something was taken meanwhile, 422 otherwise: the request is well-formed, and the engine could not carry it out.</summary>
    /// <param name="refused">What the engine said.</param>
    /// <param name="holders">Who held, or may have held, a wanted port when it was checked; told only where something clashed.</param>
    public static Problem Of(EngineRefusedException refused, IEnumerable<HeldPort> holders)
    {
        var step = refused.Operation.Split(' ')[0];
        var clash = EngineProblems.IsClash(refused);
        var remains = refused.Leftover is { } id ? $"The container {id} could not be removed again: DELETE /api/v1/containers/{id}?force=true." : "Nothing was left behind.";
        var suspects = clash ? string.Concat(holders.Select(h => $" Seen before: {h}.")) : "";
        var detail = $"The step '{step}' failed: {refused.EngineMessage.TrimEnd('.')}.{suspects} {remains}";
        return (clash ? ProblemKinds.Conflict : ProblemKinds.EngineRefused).Document(detail) with { Step = step, EngineMessage = refused.EngineMessage };
    }
}
