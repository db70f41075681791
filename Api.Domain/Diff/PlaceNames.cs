using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>What <see cref="Place"/> calls the namespaces of a state.</summary>
/// <param name="names">Names in the comparison, the same in both states where it is the same namespace.</param>
/// <param name="own">Names that the state has for them by itself; null where that tells nothing of them.</param>
internal sealed class PlaceNames(Dictionary<NetnsId, string> names, Dictionary<NetnsId, string>? own = null)
{
    private readonly Lazy<HashSet<string>> _all = new(() => names.Values.ToHashSet(StringComparer.Ordinal));

    /// <summary>Name of the namespace; its id where the state does not have it.</summary>
    public string Of(NetnsId id) => names.GetValueOrDefault(id, id.Value);

    /// <summary>Name of the namespace before or after it was renamed.</summary>
    public string OwnOf(NetnsId id) => own is null ? Of(id) : own.GetValueOrDefault(id, id.Value);

    /// <summary>Whether the state has the namespace.</summary>
    public bool Has(NetnsId id) => names.ContainsKey(id);

    /// <summary>Whether the state has one of that name.</summary>
    public bool Has(string name) => _all.Value.Contains(name);
}
