using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>The order of an observation's lists: by name, then by id, as old engines take a network's name twice.</summary>
internal static class ObservationOrder
{
    public static IComparer<Container> OfContainers { get; } =
        Comparer<Container>.Create((a, b) => Compare(a.Name, b.Name, a.Id, b.Id));

    public static IComparer<Network> OfNetworks { get; } =
        Comparer<Network>.Create((a, b) => Compare(a.Name, b.Name, a.Id, b.Id));

    private static int Compare(string name, string otherName, string id, string otherId) =>
        string.CompareOrdinal(name, otherName) is var byName and not 0 ? byName : string.CompareOrdinal(id, otherId);
}
