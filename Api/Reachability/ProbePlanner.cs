using System.Net;
using NetApi.Containers;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Reachability;

/// <summary>Finds what a question names on the host, or says why it cannot be asked.</summary>
internal static class ProbePlanner
{
    /// <summary>The plan, or the problem that stands in its way.</summary>
    /// <exception cref="EngineGapException">Whether the host knows the address depends on containers, and the engine could not be read.</exception>
    public static (ProbePlan? Plan, Problem? Problem) Plan(ProbeQuestion question, HostState state)
    {
        Container? vantage = null;
        if (question.VantageContainer is { } vantageName)
        {
            (vantage, var problem) = Find(state, vantageName);
            if (problem is not null)
                return (null, problem);
        }
        var (netns, unreachable) = NamespaceOf(question.Kind, vantage, state);
        if (unreachable is not null)
            return (null, unreachable);
        var plan = new ProbePlan
        {
            Kind = question.Kind,
            Netns = netns,
            VantageContainer = vantage,
            Port = question.Port,
            Protocol = question.Protocol,
            Timeout = question.Timeout,
            UsedNetworks = question.Kind == VantageKind.Outside ? VantageSubnets.UsedBy(state) : [],
        };
        return question.Address is { } address ? ToAddress(plan, address, state) : ToContainer(plan, question, state);
    }

    private static (ProbePlan?, Problem?) ToAddress(ProbePlan plan, IPAddress address, HostState state)
    {
        if (new ProbeDestinations(state, plan.Netns?.Id).Allows(address))
            return (plan with { Destination = new IPEndPoint(address, plan.Port) }, null);
        if (state.Gaps.FirstOrDefault(g => g.Scope == EngineGapException.Scope) is { } gap)
            throw new EngineGapException(gap);
        return (null, ProblemKinds.DestinationNotAllowed.Document(
            $"{address} is no address of this host, no address that the engine gave a running container, no published one and none of the vantage itself. NetApi is no scanner: it probes nothing else."));
    }

    private static (ProbePlan?, Problem?) ToContainer(ProbePlan plan, ProbeQuestion question, HostState state)
    {
        var (container, problem) = Find(state, question.Container!);
        if (container is null)
            return (null, problem);
        var attached = ContainerDestination.AttachmentsOf(state, container).ToList();
        if (question.Network is { } network && container.IsLive && !attached.Any(a => a.NetworkName == network || a.NetworkId == network))
        {
            var names = string.Join(", ", attached.Select(a => a.NetworkName));
            return (null, ProblemKinds.WrongState.Document($"{container.Name} is not attached to network '{network}', but to: {(names.Length > 0 ? names : "none")}."));
        }
        var chosen = ContainerDestination.Choose(state, container, plan.VantageContainer, question.Network);
        return (plan with
        {
            DestinationContainer = container,
            NetworkName = chosen?.NetworkName,
            Destination = chosen is null ? null : new IPEndPoint(chosen.Address, plan.Port),
        }, null);
    }

    private static (NetworkNamespace?, Problem?) NamespaceOf(VantageKind kind, Container? vantage, HostState state)
    {
        if (kind != VantageKind.Container)
            return (kind == VantageKind.Host ? state.HostNamespace : null, null);
        if (!vantage!.IsLive)
            return (null, ProblemKinds.WrongState.Document($"{vantage.Name} does not run (its state is {vantage.State.ToString().ToLowerInvariant()}), so it has no namespace to probe from. Start it: POST /api/v1/containers/{vantage.Name}/start."));
        if (state.NamespaceOf(vantage.Id) is { } netns)
            return (netns, null);
        return (null, state.Gaps.FirstOrDefault(g => g.Scope.StartsWith("namespace:", StringComparison.Ordinal)) is { } gap
            ? ProbeProblems.Capability($"The namespace of {vantage.Name} could not be read: {gap.Detail}", "CAP_SYS_ADMIN")
            : ProbeProblems.Vanished(vantage));
    }

    private static (Container?, Problem?) Find(HostState state, string text) => ContainerLookup.Find(state, text) switch
    {
        Lookup<Container>.Found(var container) => (container, null),
        Lookup<Container>.Ambiguous(var candidates) => (null, ContainerProblems.Ambiguous(text, candidates).Value),
        _ => (null, ContainerProblems.NotFound(text).Value),
    };
}
