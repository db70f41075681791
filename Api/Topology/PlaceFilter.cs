using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>Narrows a list to namespaces. What names none lets nothing through, as filters do.</summary>
internal static class PlaceFilter
{
    /// <summary>The test that a namespace passes or not; both that are given must hold.</summary>
    /// <param name="index">The state.</param>
    /// <param name="netns">Id or name of namespaces; <c>host</c> is the one NetApi runs in.</param>
    /// <param name="container">Id, beginning of an id, or name of containers.</param>
    public static Func<NetnsId, bool> Compile(HostIndex index, string? netns, string? container)
    {
        var named = netns is null ? null : Named(index.State, netns);
        var lived = container is null ? null : LivedIn(index, container);
        return id => named?.Contains(id) != false && lived?.Contains(id) != false;
    }

    /// <summary>Sorts by namespace: the host's first.</summary>
    public static string KeyOf(HostIndex index, NetnsId id) => id == index.Host?.Id ? "0" : "1" + id.Value;

    private static HashSet<NetnsId> Named(HostState state, string text)
    {
        var byId = state.Namespaces.Where(n => n.Id.Value == text).Select(n => n.Id).ToHashSet();
        return byId.Count > 0 ? byId : [.. state.Namespaces.Where(n => n.Name == text).Select(n => n.Id)];
    }

    private static HashSet<NetnsId> LivedIn(HostIndex index, string text)
    {
        IEnumerable<Container> containers = ContainerLookup.Find(index.State, text) switch
        {
            Lookup<Container>.Found(var one) => [one],
            Lookup<Container>.Ambiguous(var several) => several,
            _ => [],
        };
        return [.. containers.Select(c => index.NamespaceOf(c.Id)).OfType<NetworkNamespace>().Select(n => n.Id)];
    }
}
