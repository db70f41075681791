using System.Collections.Immutable;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Containers;

/// <summary>Narrows a list of containers; what is given must hold together.</summary>
/// <param name="State">Only containers in this state: created, running, paused, restarting, removing, exited or dead.</param>
/// <param name="Label">Only containers with this label: a name, or name=value.</param>
/// <param name="Network">Only containers attached to this network, by its name or id.</param>
/// <param name="Name">Only containers whose name has this part.</param>
public sealed record ContainerFilter(string? State, string? Label, string? Network, string? Name)
{
    private static readonly ImmutableSortedDictionary<string, ContainerState> States =
        Enum.GetValues<ContainerState>().ToImmutableSortedDictionary(s => s.ToString().ToLowerInvariant(), s => s, StringComparer.Ordinal);

    /// <summary>A state's containers that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<Container> Find(HostIndex index, FaultList faults)
    {
        ContainerState? state = null;
        if (State is not null)
        {
            if (States.TryGetValue(State, out var known))
                state = known;
            else
                faults.Add("?state", "unknown-word", $"'{State}' is no state; give one of {string.Join(", ", States.Keys)}.");
        }
        FilterTargets.CheckNetwork(index.State, Network, faults);
        var (label, value) = Label?.Split('=', 2) switch { [var l, var v] => (l, v), [var l] => (l, null), _ => (null, (string?)null) };
        return index.State.Containers.Where(container =>
            (state is null || container.State == state)
            && (label is null || (container.Labels.TryGetValue(label, out var has) && (value is null || has == value)))
            && (Network is null || container.IsAttachedTo(Network))
            && (Name is null || container.Name.Contains(Name, StringComparison.Ordinal)));
    }
}
