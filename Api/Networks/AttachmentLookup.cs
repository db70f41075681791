using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>Finds the network and the container that a path names.</summary>
internal static class AttachmentLookup
{
    /// <summary>Both; else the problem with the first of them that is not exactly one.</summary>
    public static (AttachmentTarget? Target, NotFoundProblem? Missing, ConflictProblem? Ambiguous) Find(HostState state, string network, string container, MomentQuery? moment = null) =>
        (NetworkLookup.Find(state, network), ContainerLookup.Find(state, container)) switch
        {
            (Lookup<Network>.Ambiguous(var candidates), _) => (null, null, NetworkProblems.Ambiguous(network, candidates)),
            (Lookup<Network>.NotFound, _) => (null, NetworkProblems.NotFound(network, state, moment), null),
            (_, Lookup<Container>.Ambiguous(var candidates)) => (null, null, ContainerProblems.Ambiguous(container, candidates)),
            (Lookup<Network>.Found(var n), Lookup<Container>.Found(var c)) => (new AttachmentTarget(n, c), null, null),
            _ => (null, ContainerProblems.NotFound(container, state, moment), null),
        };
}

/// <summary>A network and a container, attached or not.</summary>
internal sealed record AttachmentTarget(Network Network, Container Container);
