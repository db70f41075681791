using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Topology;

namespace NetApi.Fdb;

/// <summary>Narrows a list of forwarding entries; what is given must hold together.</summary>
/// <param name="Namespace">Only entries of this namespace: an id, a name, or <c>host</c>.</param>
/// <param name="Container">Only entries of this container's namespace: an id, the beginning of one, or a name.</param>
/// <param name="Bridge">Only entries in the database of the bridge with this name.</param>
public sealed record FdbFilter(string? Namespace, string? Container, string? Bridge)
{
    /// <summary>What lets a state's entries through.</summary>
    /// <exception cref="InvalidRequestException"><paramref name="page"/> is at fault; from what is returned: something names nothing in the state.</exception>
    internal Func<HostIndex, IEnumerable<FdbEntry>> Compile(PageQuery page)
    {
        var faults = new FaultList();
        page.Check(faults);
        faults.ThrowIfAny();
        return index =>
        {
            var unknown = new FaultList();
            FilterTargets.CheckBridge(index.State, Bridge, unknown);
            var isPlace = PlaceFilter.Compile(index, Namespace, Container, unknown);
            return index.State.Fdb.Where(e => isPlace(e.Namespace)
                && (Bridge is null || (e.BridgeIndex is { } bridge && index.Link(e.Namespace, bridge)?.Name == Bridge)));
        };
    }
}
