using System.Collections.Immutable;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>What is said of a container that a path names and that is not exactly one.</summary>
internal static class ContainerProblems
{
    /// <summary>There is none; as far as a state shows, where one is given.</summary>
    public static NotFoundProblem NotFound(string id, HostState? state = null) =>
        new(ProblemKinds.ContainerNotFound.Document($"No container has the id or name '{id}'. GET /api/v1/containers lists them.{Unseen.Of(state)}"));

    /// <summary>The beginning of an id fits several.</summary>
    public static ConflictProblem Ambiguous(string id, ImmutableArray<Container> candidates) =>
        new(ProblemKinds.Ambiguous.Document($"'{id}' fits {candidates.Length} containers: {string.Join(", ", candidates.Select(c => $"{c.Name} ({c.Id[..12]})"))}. Give more of the id, or the name."));
}
