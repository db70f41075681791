using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Fdb;

/// <summary>Narrows a list of forwarding entries; what is given must hold together.</summary>
/// <param name="Namespace">Only entries of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only entries of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Bridge">Only entries in the database of the bridge with this name.</param>
public sealed record FdbFilter(string? Namespace, string? Container, string? Bridge)
{
    /// <summary>A state's entries that pass. What is malformed, or names nothing in the state, is added to the faults.</summary>
    internal IEnumerable<FdbEntry> Find(HostIndex index, FaultList faults)
    {
        FilterTargets.CheckBridge(index.State, Bridge, faults);
        var isPlace = PlaceFilter.Compile(index, Namespace, Container, faults);
        return index.State.Fdb.Where(e => isPlace(e.Namespace)
            && (Bridge is null || (e.BridgeIndex is { } bridge && index.Link(e.Namespace, bridge)?.Name == Bridge)));
    }
}
