using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.Topology;

/// <summary>Narrows a list to namespaces.</summary>
internal static class PlaceFilter
{
    /// <summary>The test that a namespace passes or not; both that are given must hold.</summary>
    /// <param name="index">The state.</param>
    /// <param name="netns">Id or name of namespaces; <c>host</c> is the one NetApi runs in.</param>
    /// <param name="container">Id, beginning of an id, or name of containers; one that does not run has no namespace.</param>
    /// <param name="faults">Gets what names nothing.</param>
    public static Func<NetnsId, bool> Compile(HostIndex index, string? netns, string? container, FaultList faults)
    {
        var named = netns is null ? null : FilterTargets.Namespaces(index.State, netns, faults).Select(n => n.Id).ToHashSet();
        var lived = container is null ? null : FilterTargets.Containers(index.State, container, faults).Select(c => index.NamespaceOf(c.Id)?.Id).ToHashSet();
        return id => named?.Contains(id) != false && lived?.Contains(id) != false;
    }

    /// <summary>Sorts by namespace: the host's first.</summary>
    public static string KeyOf(HostIndex index, NetnsId id) => id == index.Host?.Id ? "0" : "1" + id.Value;
}
