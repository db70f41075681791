using System.Collections.Immutable;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>What is said of a container that a path names and that is not exactly one.</summary>
internal static class ContainerProblems
{
    /// <summary>There is none; as far as a state shows, where one is given, and at a moment, where one was asked for.</summary>
    public static NotFoundProblem NotFound(string id, HostState? state = null, MomentQuery? moment = null) =>
        new(ProblemKinds.ContainerNotFound.Document(Absence.Of($"No container has the id or name '{id}'", "/api/v1/containers", state, moment)));

    /// <summary>The beginning of an id fits several.</summary>
    public static ConflictProblem Ambiguous(string id, ImmutableArray<Container> candidates) =>
        new(ProblemKinds.Ambiguous.Document($"'{id}' fits {candidates.Length} containers: {string.Join(", ", candidates.Select(c => $"{c.Name} ({c.Id[..12]})"))}. Give more of the id, or the name."));
}
