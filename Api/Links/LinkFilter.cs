using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Links;

/// <summary>Narrows a list of links; what is given must hold together.</summary>
/// <param name="Namespace">Only links of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only links of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Bridge">Only ports of the bridge with this name.</param>
/// <param name="Kind">Only links of this kind: veth, bridge, vxlan, physical, loopback … as Linux names it, or as a link of the host has it.</param>
/// <param name="State">Only links in this state: unknown, notPresent, down, lowerLayerDown, testing, dormant or up.</param>
public sealed record LinkFilter(string? Namespace, string? Container, string? Bridge, string? Kind, string? State)
{
    /// <summary>A state's links that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<Link> Find(HostIndex index, FaultList faults)
    {
        var state = Words.Read<LinkState>("state", State, faults);
        FilterTargets.CheckBridge(index.State, Bridge, faults);
        CheckKind(index.State, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Links.Where(l => isPlace(l.Namespace)
            && (Kind is null || l.Kind == Kind)
            && (state is null || l.State == state)
            && (Bridge is null || (index.MasterOf(l) is { IsBridge: true } master && master.Name == Bridge)));
    }

    // Kinds are open: one that is like no other may be that of a module which has no link here now, and then the list is truly empty.
    private void CheckKind(HostState state, FaultList faults)
    {
        if (Kind is null || !FilterTargets.IsKernelRead(state))
            return;
        var known = LinkKinds.Known.Union(state.Links.Select(l => l.Kind)).ToHashSet(StringComparer.Ordinal);
        if (!known.Contains(Kind) && NearMiss.Of(Kind, known) is { } near)
            faults.Add("?kind", "unknown-word", $"No link of kind '{Kind}' is to be seen; did you mean {near}?");
    }
}
