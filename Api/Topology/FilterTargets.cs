using System.Collections.Immutable;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>Finds what filters name. What names nothing is a fault: an empty list would say that the thing is there and has none.</summary>
/// <remarks>Where the engine, or the kernel, could not be read at all, nothing can be said: then the list is empty, and its gaps say why.</remarks>
internal static class FilterTargets
{
    /// <summary>Containers by id, beginning of an id, or name: several where it fits several.</summary>
    public static ImmutableArray<Container> Containers(HostState state, string text, FaultList faults)
    {
        switch (ContainerLookup.Find(state, text))
        {
            case Lookup<Container>.Found(var one):
                return [one];
            case Lookup<Container>.Ambiguous(var several):
                return several;
            default:
                if (!IsEngineAway(state))
                    Add("container", text, state.Containers.Select(c => c.Name), state, faults);
                return [];
        }
    }

    /// <summary>Namespaces by id, or by name where none has the id; several may have one name.</summary>
    /// <remarks>Most names are the engine's word: its containers', its overlay networks', its load balancers'.</remarks>
    public static ImmutableArray<NetworkNamespace> Namespaces(HostState state, string text, FaultList faults)
    {
        ImmutableArray<NetworkNamespace> found = [.. state.Namespaces.Where(n => n.Id.Value == text)];
        if (found.IsEmpty)
            found = [.. state.Namespaces.Where(n => n.Name == text)];
        if (found.IsEmpty && IsKernelRead(state) && !IsEngineAway(state))
            Add("namespace", text, state.Namespaces.Select(n => n.Name), state, faults);
        return found;
    }

    /// <summary>Adds a fault where no namespace has a bridge of that name.</summary>
    public static void CheckBridge(HostState state, string? name, FaultList faults)
    {
        if (name is not null && IsKernelRead(state) && !state.Links.Any(l => l.IsBridge && l.Name == name))
            Add("bridge", name, state.Links.Where(l => l.IsBridge).Select(l => l.Name), state, faults);
    }

    /// <summary>Adds a fault where no network has that name or id, of the engine's or of those that containers are attached to: these may be gone.</summary>
    public static void CheckNetwork(HostState state, string? text, FaultList faults)
    {
        if (text is not null && !IsEngineAway(state) && !state.Networks.Any(n => n.Name == text || n.Id == text) && !state.Containers.Any(c => c.IsAttachedTo(text)))
            Add("network", text, state.Networks.Select(n => n.Name), state, faults);
    }

    /// <summary>Whether links can be said to be missing.</summary>
    public static bool IsKernelRead(HostState state) => state.HostNamespace is not null;

    private static bool IsEngineAway(HostState state) => state.Gaps.Any(g => g.Scope == EngineGapException.Scope);

    private static void Add(string parameter, string text, IEnumerable<string> known, HostState state, FaultList faults)
    {
        var hidden = state.IsComplete ? "" : " Not everything could be read: its gaps say what.";
        faults.Add($"?{parameter}", $"unknown-{parameter}", $"No {parameter} '{text}' is to be seen{NearMiss.Question(text, known)} GET /api/v1/{parameter}s lists them.{hidden}");
    }
}
