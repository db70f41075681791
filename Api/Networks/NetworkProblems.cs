using System.Collections.Immutable;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>What is said of a network that a path names and that is not exactly one, or not one that can be changed.</summary>
internal static class NetworkProblems
{
    // moby's IsPreDefined: the engine makes these itself.
    private static readonly ImmutableArray<string> Predefined = ["bridge", "host", "none"];

    /// <summary>There is none; as far as a state shows, where one is given, and at a moment, where one was asked for.</summary>
    public static NotFoundProblem NotFound(string id, HostState? state = null, MomentQuery? moment = null) =>
        new(ProblemKinds.NetworkNotFound.Document(Absence.Of($"No network has the id or name '{id}'", "/api/v1/networks", state, moment)));

    /// <summary>The beginning of an id, or with old engines a name, fits several.</summary>
    public static ConflictProblem Ambiguous(string id, ImmutableArray<Network> candidates) =>
        new(ProblemKinds.Ambiguous.Document($"'{id}' fits {candidates.Length} networks: {string.Join(", ", candidates.Select(n => $"{n.Name} ({n.Id[..12]})"))}. Give more of the id."));

    /// <summary>Why the network cannot be removed; null where it can.</summary>
    public static ConflictProblem? Unremovable(Network network, HostState state)
    {
        if (Predefined.Contains(network.Name))
            return new(ProblemKinds.WrongState.Document($"{network.Name} is one of Docker's own networks; it cannot be removed."));
        var attached = NetworkContainer.AllOf(network, state);
        return attached.Count == 0
            ? null
            : new(ProblemKinds.WrongState.Document(
                $"Containers are attached to {network.Name}: {string.Join(", ", attached.Select(a => $"{a.Container.Name} ({a.State.ToString().ToLowerInvariant()})"))}. "
                + $"Detach each (DELETE /api/v1/networks/{network.Name}/containers/NAME) or remove it; a stopped one could not start again without its network."));
    }
}
