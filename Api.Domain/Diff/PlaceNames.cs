using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>What <see cref="Place"/> calls the namespaces of a state.</summary>
internal sealed class PlaceNames(Dictionary<NetnsId, string> names)
{
    private readonly Lazy<HashSet<string>> _all = new(() => names.Values.ToHashSet(StringComparer.Ordinal));

    /// <summary>Name of the namespace; its id where the state does not have it.</summary>
    public string Of(NetnsId id) => names.GetValueOrDefault(id, id.Value);

    /// <summary>Whether the state has one of that name.</summary>
    public bool Has(string name) => _all.Value.Contains(name);
}
